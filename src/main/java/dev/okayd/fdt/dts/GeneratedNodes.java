package dev.okayd.fdt.dts;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.ReferenceResolution.Place;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * The nodes that dtc adds after those of the text: {@code __symbols__} with the paths of labels,
 * and for overlays {@code __fixups__} and {@code __local_fixups__} (dtc's
 * Documentation/dt-object-internal.txt). If the text itself has nodes of these names, the compiler
 * extends them.
 */
final class GeneratedNodes {
  private GeneratedNodes() {}

  /** The root with all nodes that the labels and references of the text require. */
  static Node addTo(
      Node root, SourceTree tree, ReferenceResolution resolution, DtsCompiler.Symbols symbols) {
    Node complete = root;
    if (symbols == DtsCompiler.Symbols.ALL) {
      complete = SymbolsNode.addTo(complete, tree, resolution);
    }
    if (tree.isPlugin()) {
      complete = unlessEmpty(complete, fixups(resolution), UniqueList::ofStrings);
      complete = unlessEmpty(complete, localFixups(resolution), UniqueList::ofCells);
    }
    return complete;
  }

  private static Node unlessEmpty(Node root, Node generated, BinaryOperator<Property> both) {
    return generated.properties().isEmpty() && generated.children().isEmpty()
        ? root
        : merged(root, generated, both);
  }

  private static Node merged(Node parent, Node child, BinaryOperator<Property> both) {
    Node old = parent.child(child.name()).orElse(Node.of(child.name()));
    Map<String, Property> properties = new LinkedHashMap<>();
    old.properties().forEach(property -> properties.put(property.name(), property));
    child.properties().forEach(property -> properties.merge(property.name(), property, both));
    Node result = new Node(child.name(), List.copyOf(properties.values()), old.children());
    for (Node grandchild : child.children()) {
      result = merged(result, grandchild, both);
    }
    return parent.withChild(result);
  }

  private static Node fixups(ReferenceResolution resolution) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (Place place : resolution.baseReferences()) {
      places.computeIfAbsent(place.label(), label -> new ArrayList<>()).add(described(place));
    }
    return new Node(
        "__fixups__",
        places.entrySet().stream()
            .map(fixup -> Property.strings(fixup.getKey(), fixup.getValue().toArray(String[]::new)))
            .toList(),
        List.of());
  }

  private static String described(Place place) {
    return place.node().path() + ":" + place.property() + ":" + place.offset();
  }

  /** The nodes of the tree with references; each property is a list of offsets. */
  private static Node localFixups(ReferenceResolution resolution) {
    OffsetNode root = new OffsetNode();
    for (Place place : resolution.localReferences()) {
      OffsetNode node = root;
      List<SourceNode> ancestry = place.node().ancestry();
      for (SourceNode step : ancestry.subList(1, ancestry.size())) {
        node = node.children.computeIfAbsent(step.name(), name -> new OffsetNode());
      }
      node.offsets.computeIfAbsent(place.property(), name -> new ArrayList<>()).add(place.offset());
    }
    return root.node("__local_fixups__");
  }

  /** A mutable node of {@code __local_fixups__}. */
  private static final class OffsetNode {
    final Map<String, List<Integer>> offsets = new LinkedHashMap<>();
    final Map<String, OffsetNode> children = new LinkedHashMap<>();

    Node node(String name) {
      return new Node(
          name,
          offsets.entrySet().stream()
              .map(
                  entry ->
                      Property.cells(
                          entry.getKey(),
                          entry.getValue().stream().mapToInt(Integer::intValue).toArray()))
              .toList(),
          children.entrySet().stream()
              .map(entry -> entry.getValue().node(entry.getKey()))
              .toList());
    }
  }
}
