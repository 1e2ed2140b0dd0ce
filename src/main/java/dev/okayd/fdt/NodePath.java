package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The absolute path of a node, such as {@code /passthrough/virtio@2000000}; {@code /} is the root.
 *
 * @param names the node names below the root, including unit addresses
 */
public record NodePath(List<String> names) {
  /** The root of a tree. */
  public static final NodePath ROOT = new NodePath(List.of());

  /** Characters of node names and the separator before the unit address (specification, §2.2.1). */
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z,._+@-]+");

  public NodePath {
    names = List.copyOf(names);
  }

  /**
   * Reads an absolute path.
   *
   * @throws IllegalArgumentException if the path is not absolute, or has an empty or malformed name
   */
  public static NodePath parse(String path) {
    if (path.equals("/")) {
      return ROOT;
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("\"" + path + "\" is not an absolute node path");
    }
    List<String> names = Arrays.asList(path.substring(1).split("/", -1));
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new IllegalArgumentException("\"" + path + "\" is not a node path");
    }
    return new NodePath(names);
  }

  /** Reads an absolute path; empty where {@link #parse} throws. */
  public static Optional<NodePath> tryParse(String path) {
    try {
      return Optional.of(parse(path));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The path of the parent node; the root has no parent. */
  public NodePath parent() {
    return new NodePath(names.subList(0, names.size() - 1));
  }

  /** The path of a child of this node. */
  public NodePath child(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new NodePath(longer);
  }

  /** The unit address of the node, {@code 2000000} in the example above; empty if it has none. */
  public Optional<String> unitAddress() {
    String name = names.isEmpty() ? "" : names.get(names.size() - 1);
    int at = name.indexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}
