package dev.okayd.fdt.dtb;

import java.util.regex.Pattern;

/**
 * How closely a blob must follow the specification. Every blob that {@link #STRICT} accepts, {@link
 * #LENIENT} reads as the same tree.
 *
 * <p>Both reject a blob that later readers would reject: names must be unique among siblings,
 * phandles must be unique in the tree, every block and every length must lie inside the blob,
 * blocks must be aligned, and the root must have no name.
 */
public enum Strictness {
  /**
   * Accepts the blobs that dtc accepts, including properties after child nodes, names of more than
   * 31 characters, node names that begin with any character, property names with an asterisk,
   * padding that is not zero, overlapping blocks, a reservation block that ends with a size of 0,
   * and a {@code name} property that repeats the node's name. The reader leaves such a {@code name}
   * property out.
   */
  LENIENT(
      Pattern.compile("[0-9a-zA-Z,._+-]+(@[0-9a-zA-Z,._+-]*)?"),
      "characters of 0-9a-zA-Z,._+- and optionally @ and an address",
      Pattern.compile("[0-9a-zA-Z,._+*#?-]+"),
      "characters of 0-9a-zA-Z,._+*#?-"),

  /** Accepts the blobs that the specification allows (§2.2.1, §2.2.4 and chapter 5). */
  STRICT(
      Pattern.compile("[a-zA-Z][0-9a-zA-Z,._+-]{0,30}(@[0-9a-zA-Z,._+-]+)?"),
      "1 to 31 characters of 0-9a-zA-Z,._+-, a letter first, and optionally @ and an address",
      Pattern.compile("[0-9a-zA-Z,._+?#-]{1,31}"),
      "1 to 31 characters of 0-9a-zA-Z,._+?#-");

  private final Pattern nodeName;
  private final String nodeNameRule;
  private final Pattern propertyName;
  private final String propertyNameRule;

  Strictness(Pattern nodeName, String nodeNameRule, Pattern propertyName, String propertyNameRule) {
    this.nodeName = nodeName;
    this.nodeNameRule = nodeNameRule;
    this.propertyName = propertyName;
    this.propertyNameRule = propertyNameRule;
  }

  /** Whether a node may have this name. */
  public boolean isNodeName(String name) {
    return nodeName.matcher(name).matches();
  }

  /** The rule of {@link #isNodeName}, for messages. */
  public String nodeNameRule() {
    return nodeNameRule;
  }

  /** Whether a property may have this name. */
  public boolean isPropertyName(String name) {
    return propertyName.matcher(name).matches();
  }

  /** The rule of {@link #isPropertyName}, for messages. */
  public String propertyNameRule() {
    return propertyNameRule;
  }
}
