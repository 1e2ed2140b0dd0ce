package dev.okayd.fdt.dts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code /omit-if-no-ref/}: nodes that nothing in the tree refers to are left out; but where labels
 * end up in the tree, an overlay may refer to any that has one.
 */
final class Unreferenced {
  private Unreferenced() {}

  static void omit(SourceTree tree, DtsCompiler.Symbols symbols) {
    Set<SourceNode> referenced = new HashSet<>();
    List<SourceNode> candidates = new ArrayList<>();
    tree.root()
        .forEach(
            node -> {
              node.properties().forEach(property -> collect(property, tree, referenced));
              boolean reachable = symbols == DtsCompiler.Symbols.ALL && !node.labels().isEmpty();
              if (node.isOmittedIfUnreferenced() && !reachable) {
                candidates.add(node);
              }
            });
    candidates.stream().filter(node -> !referenced.contains(node)).forEach(SourceNode::remove);
  }

  private static void collect(
      SourceProperty property, SourceTree tree, Set<SourceNode> referenced) {
    for (ValuePart part : property.value()) {
      if (part instanceof ValuePart.PhandleOf phandle) {
        tree.find(phandle.target()).ifPresent(referenced::add);
      } else if (part instanceof ValuePart.PathOf path) {
        tree.find(path.target()).ifPresent(referenced::add);
      }
    }
  }
}
