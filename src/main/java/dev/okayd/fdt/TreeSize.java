package dev.okayd.fdt;

/**
 * How large a tree is, as {@link Limits} count it.
 *
 * @param depth levels of nodes
 * @param nodes in all
 * @param properties in all
 */
record TreeSize(int depth, int nodes, int properties) {

  static TreeSize of(Node root) {
    int below = 0;
    int nodes = 1;
    int properties = root.properties().size();
    for (Node child : root.children()) {
      TreeSize size = of(child);
      below = Math.max(below, size.depth);
      nodes += size.nodes;
      properties += size.properties;
    }
    return new TreeSize(below + 1, nodes, properties);
  }
}
