package dev.okayd.fdt;

/**
 * How large a tree is, as {@link Limits} count it.
 *
 * @param depth levels of nodes
 * @param nodes in all
 * @param properties in all
 * @param structure bytes that its nodes and properties have in the structure block
 */
record TreeSize(int depth, int nodes, int properties, long structure) {

  static TreeSize of(Node root) {
    int below = 0;
    int nodes = 1;
    int properties = root.properties().size();
    // both tokens of the node, and its name with a NUL
    long structure = 2L * Fdt.TOKEN_SIZE + aligned(root.name().length() + 1L);
    for (Property property : root.properties()) {
      structure += 3L * Fdt.TOKEN_SIZE + aligned(property.length());
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
    return (length + Fdt.TOKEN_SIZE - 1) / Fdt.TOKEN_SIZE * Fdt.TOKEN_SIZE;
  }
}
