package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random trees of every shape that the format allows, with names whose tails a strings block can
 * share.
 */
public final class RandomTree {
  private static final String NODE_CHARACTERS = "abzAZ09,._+-";
  private static final String PROPERTY_CHARACTERS = NODE_CHARACTERS + "*?#";
  private static final int MAX_DEPTH = 6;
  private static final int MAX_NAME_LENGTH = 40;

  private final SplittableRandom random;
  private final List<String> names = new ArrayList<>(List.of("status", "x"));
  private int phandle;

  private RandomTree(SplittableRandom random) {
    this.random = random;
  }

  public static DeviceTree of(SplittableRandom random) {
    RandomTree maker = new RandomTree(random);
    List<MemoryReservation> reservations = new ArrayList<>();
    while (maker.chance(3)) {
      reservations.add(new MemoryReservation(random.nextLong(), random.nextLong() | 1));
    }
    return new DeviceTree(maker.node("", 1), reservations, maker.chance(2) ? 0 : random.nextInt());
  }

  private Node node(String name, int depth) {
    Map<String, Property> properties = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Property property = property();
      properties.put(property.name(), property);
    }
    if (chance(5)) {
      properties.put("phandle", Property.cells("phandle", ++phandle));
    }
    Map<String, Node> children = new TreeMap<>();
    for (int i = depth < MAX_DEPTH ? random.nextInt(5) : 0; i > 0; i--) {
      String childName = nodeName();
      children.put(childName, node(childName, depth + 1));
    }
    return new Node(name, List.copyOf(properties.values()), List.copyOf(children.values()));
  }

  private Property property() {
    String name = propertyName();
    names.add(name);
    return switch (random.nextInt(4)) {
      case 0 -> Property.empty(name);
      case 1 -> Property.strings(name, string(), string());
      case 2 -> Property.cells(name, random.ints(random.nextInt(8)).toArray());
      default -> {
        byte[] value = new byte[random.nextInt(20)];
        random.nextBytes(value);
        yield Property.bytes(name, value);
      }
    };
  }

  /** A known name, a tail of it, or a new name that ends with it. */
  private String propertyName() {
    String known = names.get(random.nextInt(names.size()));
    String name =
        switch (random.nextInt(3)) {
          case 0 -> known;
          case 1 -> known.substring(random.nextInt(known.length()));
          default -> word(PROPERTY_CHARACTERS) + known;
        };
    // these two have a meaning, so random values may be invalid
    return name.equals("name") || name.endsWith("phandle") || name.length() > MAX_NAME_LENGTH
        ? "y"
        : name;
  }

  private String nodeName() {
    return word(NODE_CHARACTERS) + (chance(2) ? "@" + word(NODE_CHARACTERS) : "");
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      string.append((char) random.nextInt(chance(9) ? 1 : ' ', 127));
    }
    return string.toString();
  }

  private String word(String characters) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      word.append(characters.charAt(random.nextInt(characters.length())));
    }
    return word.toString();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
