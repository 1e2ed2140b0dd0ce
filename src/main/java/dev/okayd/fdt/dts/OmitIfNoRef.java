package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.parser.SourceTree;

/**
 * Implements {@code /omit-if-no-ref/}: removes such nodes if no reference in the tree names them.
 * With {@link DtsCompiler.Symbols#ALL}, nodes with labels stay, because an overlay may refer to
 * them. A reference from a node that is itself removed counts (dtc's check omit_unused_nodes).
 */
final class OmitIfNoRef {
  private OmitIfNoRef() {}

  static void omit(SourceTree tree, ReferenceResolution resolution, DtsCompiler.Symbols symbols) {
    tree.root()
        .forEach(
            node -> {
              boolean reachable = symbols == DtsCompiler.Symbols.ALL && node.labels().hadAny();
              if (node.isOmittedIfUnreferenced() && !reachable && !resolution.isReferenced(node)) {
                node.delete();
              }
            });
  }
}
