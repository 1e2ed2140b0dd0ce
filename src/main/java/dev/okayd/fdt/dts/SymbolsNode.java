package dev.okayd.fdt.dts;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds the paths of labels to the node {@code __symbols__}, after the properties that the text
 * itself has there (dtc's {@code generate_label_tree}).
 */
final class SymbolsNode {
  private SymbolsNode() {}

  /** The root with the symbols, if the text has labels. */
  static Node addTo(Node root, SourceTree tree, ReferenceResolution resolution) {
    // a deleted label counts, as in dtc
    if (!tree.root().anyMatch(node -> node.labels().hadAny())) {
      return root;
    }
    Optional<SourceNode> sourceSymbols = tree.root().child(SourceSymbols.NODE);
    Node old = root.child(SourceSymbols.NODE).orElse(Node.of(SourceSymbols.NODE));
    // dtc assigns phandles while it adds the labels, so the phandle of this node comes among them
    Optional<Property> assignedPhandle =
        sourceSymbols
            .filter(resolution::isNumberedForLabel)
            .flatMap(node -> old.property(PhandleAssignment.PHANDLE));
    Map<String, Property> properties = new LinkedHashMap<>();
    old.properties().forEach(property -> properties.put(property.name(), property));
    assignedPhandle.ifPresent(phandle -> properties.remove(phandle.name()));
    tree.root()
        .forEach(
            node -> {
              for (String label : node.labels().present()) {
                properties.putIfAbsent(label, Property.strings(label, node.path()));
              }
              if (sourceSymbols.filter(node::equals).isPresent()) {
                assignedPhandle.ifPresent(phandle -> properties.put(phandle.name(), phandle));
              }
            });
    return root.withChild(
        new Node(SourceSymbols.NODE, List.copyOf(properties.values()), old.children()));
  }
}
