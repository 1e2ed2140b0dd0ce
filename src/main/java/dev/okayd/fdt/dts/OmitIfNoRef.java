package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.parser.SourceTree;

/**
 * {@code /omit-if-no-ref/}: nodes that nothing in the tree refers to are left out; but where labels
 * end up in the tree, an overlay may refer to any that has one. A reference from a node that is
 * left out itself counts (dtc's check omit_unused_nodes).
 */
final class OmitIfNoRef {
  private OmitIfNoRef() {}

  static void omit(SourceTree tree, ReferenceResolution resolution, DtsCompiler.Symbols symbols) {
    tree.root()
        .forEach(
            node -> {
              boolean reachable = symbols == DtsCompiler.Symbols.ALL && !node.labels().neverWere();
              if (node.isOmittedIfUnreferenced() && !reachable && !resolution.isReferenced(node)) {
                node.delete();
              }
            });
  }
}
