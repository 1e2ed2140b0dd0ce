package dev.okayd.fdt.dts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random source texts with every construct of the language; most of them compile. Nodes are defined
 * repeatedly, deleted, and referred to by labels that may no longer exist.
 */
final class RandomSource {
  private static final String[] NODE_NAMES = {"a", "b", "c", "bus@1", "dev@10", "dev@2", "cpus"};
  private static final String[] PROPERTY_NAMES = {
    "p", "q", "reg", "x,long-name", "name-tail", "#n"
  };
  private static final String[] OPERATORS = {
    "+", "-", "*", "/", "%", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "|", "^", "&&", "||"
  };
  private static final int MAX_STATEMENTS = 6;
  private static final int MAX_DEPTH = 4;

  private final SplittableRandom random;
  private final boolean overlay;
  private final StringBuilder text = new StringBuilder("/dts-v1/;\n");
  private final List<String> labels = new ArrayList<>();
  private final List<String> paths = new ArrayList<>(List.of("/"));

  private RandomSource(SplittableRandom random) {
    this.random = random;
    this.overlay = chance(3);
  }

  static String of(SplittableRandom random) {
    return new RandomSource(random).text();
  }

  private String text() {
    if (overlay) {
      text.append("/plugin/;\n");
    }
    while (chance(4)) {
      text.append("/memreserve/ 0x%x %d;\n".formatted(random.nextLong(), random.nextInt(1, 1000)));
    }
    text.append("/ {\n");
    body("", 1);
    text.append("};\n");
    for (int i = random.nextInt(MAX_STATEMENTS); i > 0; i--) {
      statement();
    }
    return text.toString();
  }

  private void statement() {
    switch (random.nextInt(8)) {
      case 0 -> {
        String reference = reference();
        // if the root is deleted, dtc writes a blob without any node
        if (!reference.equals("&{/}")) {
          text.append("/delete-node/ ").append(reference).append(";\n");
        }
      }
      case 1, 2, 3 -> {
        String reference = reference();
        boolean labelled = !overlay && !reference.equals("&{/}") && chance(4);
        text.append(labelled ? label() : "").append(reference).append(" {\n");
        body("/?", 2);
        text.append("};\n");
      }
      default -> {
        text.append("/ {\n");
        body("", 1);
        text.append("};\n");
      }
    }
  }

  private void body(String path, int depth) {
    Set<String> names = new HashSet<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      property(names);
    }
    if (depth < MAX_DEPTH) {
      for (int i = random.nextInt(4); i > 0; i--) {
        node(path, depth, names);
      }
    }
  }

  private void property(Set<String> names) {
    String name = pick(PROPERTY_NAMES);
    // a duplicate between the same braces must be an error for both compilers
    if (!names.add(name) && !chance(10)) {
      return;
    }
    if (chance(8)) {
      text.append("/delete-property/ ").append(name).append(";\n");
    } else {
      text.append(name).append(chance(8) ? "" : " = " + value()).append(";\n");
    }
  }

  private void node(String path, int depth, Set<String> names) {
    String name = pick(NODE_NAMES);
    if (!names.add(name) && !chance(20)) {
      return;
    }
    if (chance(6)) {
      // if a deleted node never existed and is defined later, dtc creates a node without a parent
      if (paths.contains(path + "/" + name)) {
        text.append("/delete-node/ ").append(name).append(";\n");
      }
      return;
    }
    text.append(chance(6) ? "/omit-if-no-ref/ " : "");
    while (chance(2)) {
      text.append(label());
    }
    paths.add(path + "/" + name);
    text.append(name).append(" {\n");
    if (chance(12)) {
      text.append("phandle = <%d>;\n".formatted(random.nextInt(1, 60)));
    }
    body(path + "/" + name, depth + 1);
    text.append("};\n");
  }

  private String label() {
    String label = chance(20) && !labels.isEmpty() ? any(labels) : "l" + labels.size();
    labels.add(label);
    return label + ": ";
  }

  private String value() {
    StringBuilder value = new StringBuilder(piece());
    while (chance(4)) {
      value.append(", ").append(piece());
    }
    return value.toString();
  }

  private String piece() {
    return switch (random.nextInt(8)) {
      case 0 -> string();
      case 1 -> bits(new int[] {8, 16, 32, 64}[random.nextInt(4)]);
      case 2 -> bytes();
      case 3 -> overlay && chance(2) ? string() : reference();
      default -> cells();
    };
  }

  private String cells() {
    StringBuilder cells = new StringBuilder("<");
    for (int i = random.nextInt(5); i > 0; i--) {
      cells.append(chance(3) ? cellReference() : number(32)).append(' ');
    }
    return cells.append('>').toString();
  }

  private String bits(int bits) {
    StringBuilder elements = new StringBuilder("/bits/ %d <".formatted(bits));
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.append(number(bits)).append(' ');
    }
    return elements.append('>').toString();
  }

  private String bytes() {
    StringBuilder bytes = new StringBuilder("[");
    for (int i = random.nextInt(6); i > 0; i--) {
      bytes.append("%02x".formatted(random.nextInt(256))).append(chance(2) ? " " : "");
    }
    return bytes.append(']').toString();
  }

  private String string() {
    StringBuilder string = new StringBuilder("\"");
    for (int i = random.nextInt(8); i > 0; i--) {
      string.append(
          chance(4)
              ? escape()
              : String.valueOf((char) random.nextInt(' ', 127))
                  .replace("\\", "\\\\")
                  .replace("\"", "\\\""));
    }
    return string.append('"').toString();
  }

  private String escape() {
    return switch (random.nextInt(4)) {
      case 0 -> "\\x%x".formatted(random.nextInt(256));
      case 1 -> "\\%o".formatted(random.nextInt(512));
      default -> "\\" + "abtnvfrq\\\"'".charAt(random.nextInt(11));
    };
  }

  private String number(int bits) {
    long value = random.nextLong() >>> random.nextInt(64 - bits, 64);
    return switch (random.nextInt(6)) {
      case 0 -> "'" + (char) random.nextInt('a', 'z') + "'";
      case 1 -> "0x%xUL".formatted(value);
      case 2 -> "0%o".formatted(value);
      case 3 -> "(" + expression(3) + (bits < 64 ? " & 0x7f)" : ")");
      default -> Long.toUnsignedString(value);
    };
  }

  private String expression(int depth) {
    if (depth == 0) {
      return Integer.toString(random.nextInt(70));
    }
    return switch (random.nextInt(6)) {
      case 0 -> pick("-", "~", "!") + expression(depth - 1);
      case 1 ->
          "("
              + expression(depth - 1)
              + " ? "
              + expression(depth - 1)
              + " : "
              + expression(depth - 1)
              + ")";
      case 2 -> "(" + expression(depth - 1) + ")";
      default -> expression(depth - 1) + " " + pick(OPERATORS) + " " + expression(depth - 1);
    };
  }

  /** In an overlay, an undefined label is a label of the base. */
  private String cellReference() {
    return overlay
        ? "&" + (labels.isEmpty() || chance(3) ? "base" + random.nextInt(3) : any(labels))
        : reference();
  }

  private String reference() {
    if (labels.isEmpty() || chance(4)) {
      return "&{" + any(paths).replace("/?", "") + "}";
    }
    return "&" + any(labels);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
