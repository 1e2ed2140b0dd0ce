package dev.okayd.fdt.dtb;

import java.util.regex.Pattern;

/**
 * How closely a blob must keep to the specification to be read. Whatever {@link #STRICT} reads,
 * {@link #LENIENT} reads to the same tree.
 *
 * <p>Neither goes further than the readers that come after okayd: names are unique between their
 * siblings, phandles in the tree, every block and every length lies inside the blob, blocks are
 * aligned, and the root has no name.
 */
public enum Strictness {
  /**
   * What dtc reads: also properties behind child nodes, names of more than 31 characters, node
   * names that begin with any character, property names with an asterisk, padding that is not zero,
   * blocks that overlap, a reservation block that ends with a size of 0, and a {@code name}
   * property that repeats the node's name, which is left out.
   */
  LENIENT(
      Pattern.compile("[0-9a-zA-Z,._+-]+(@[0-9a-zA-Z,._+-]*)?"),
      "characters of 0-9a-zA-Z,._+- and perhaps @ and an address",
      Pattern.compile("[0-9a-zA-Z,._+*#?-]+"),
      "characters of 0-9a-zA-Z,._+*#?-"),

  /** What the specification allows (§2.2.1, §2.2.4 and chapter 5). */
  STRICT(
      Pattern.compile("[a-zA-Z][0-9a-zA-Z,._+-]{0,30}(@[0-9a-zA-Z,._+-]+)?"),
      "1 to 31 characters of 0-9a-zA-Z,._+-, a letter first, and then perhaps @ and an address",
      Pattern.compile("[0-9a-zA-Z,._+?#-]{1,31}"),
      "1 to 31 characters of 0-9a-zA-Z,._+?#-");

  private final Pattern nodeName;
  private final String nodeNameInWords;
  private final Pattern propertyName;
  private final String propertyNameInWords;

  Strictness(
      Pattern nodeName, String nodeNameInWords, Pattern propertyName, String propertyNameInWords) {
    this.nodeName = nodeName;
    this.nodeNameInWords = nodeNameInWords;
    this.propertyName = propertyName;
    this.propertyNameInWords = propertyNameInWords;
  }

  /** Whether a node may have this name. */
  public boolean isNodeName(String name) {
    return nodeName.matcher(name).matches();
  }

  /** What {@link #isNodeName} expects, for messages. */
  public String nodeNameInWords() {
    return nodeNameInWords;
  }

  /** Whether a property may have this name. */
  public boolean isPropertyName(String name) {
    return propertyName.matcher(name).matches();
  }

  /** What {@link #isPropertyName} expects, for messages. */
  public String propertyNameInWords() {
    return propertyNameInWords;
  }
}
