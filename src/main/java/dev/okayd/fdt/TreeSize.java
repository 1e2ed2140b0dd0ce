package dev.okayd.fdt;

/**
 * The size of a tree, as {@link Limits} counts it.
 *
 * @param depth levels of nodes
 * @param nodes total number of nodes
 * @param properties total number of properties
 * @param structure bytes of its nodes and properties in the structure block
 */
public record TreeSize(int depth, int nodes, int properties, long structure) {

  /** Bytes of a token in the structure block; values are padded to a multiple of it. */
  private static final int TOKEN_SIZE = 4;

  public static TreeSize of(Node root) {
    int below = 0;
    int nodes = 1;
    int properties = root.properties().size();
    // the begin and end tokens of the node, and its name with a NUL
    long structure = 2L * TOKEN_SIZE + aligned(root.name().length() + 1L);
    for (Property property : root.properties()) {
      structure += 3L * TOKEN_SIZE + aligned(property.length());
    }
    for (Node child : root.children()) {
      TreeSize size = of(child);
      below = Math.max(below, size.depth);
      nodes += size.nodes;
      properties += size.properties;
      structure += size.structure;
    }
    return new TreeSize(below + 1, nodes, properties, structure);
  }

  private static long aligned(long length) {
    return (length + TOKEN_SIZE - 1) / TOKEN_SIZE * TOKEN_SIZE;
  }
}
