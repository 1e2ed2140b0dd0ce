package dev.okayd.fdt.dts;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.Resolution.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes that dtc adds behind those of the text: {@code __symbols__} with the paths of labels,
 * and for overlays {@code __fixups__} and {@code __local_fixups__} (dtc's
 * Documentation/dt-object-internal.txt).
 */
final class GeneratedNodes {
  private GeneratedNodes() {}

  static List<Node> of(SourceTree tree, Resolution resolution, DtsCompiler.Symbols symbols) {
    List<Node> generated = new ArrayList<>();
    if (symbols == DtsCompiler.Symbols.ALL) {
      addUnlessEmpty(generated, symbols(tree));
    }
    if (tree.isPlugin()) {
      addUnlessEmpty(generated, fixups(resolution));
      addUnlessEmpty(generated, localFixups(resolution));
    }
    return generated;
  }

  private static void addUnlessEmpty(List<Node> nodes, Node node) {
    if (!node.properties().isEmpty() || !node.children().isEmpty()) {
      nodes.add(node);
    }
  }

  private static Node symbols(SourceTree tree) {
    List<Property> paths = new ArrayList<>();
    tree.root()
        .forEach(
            node ->
                node.labels().forEach(label -> paths.add(Property.strings(label, node.path()))));
    return new Node("__symbols__", paths, List.of());
  }

  private static Node fixups(Resolution resolution) {
    return new Node(
        "__fixups__",
        resolution.outside().entrySet().stream()
            .map(
                fixup ->
                    Property.strings(
                        fixup.getKey(),
                        fixup.getValue().stream()
                            .map(GeneratedNodes::described)
                            .toArray(String[]::new)))
            .toList(),
        List.of());
  }

  private static String described(Place place) {
    return place.node().path() + ":" + place.property() + ":" + place.offset();
  }

  /** A copy of the tree as far as it has places, each property a list of offsets. */
  private static Node localFixups(Resolution resolution) {
    OffsetNode root = new OffsetNode();
    for (Place place : resolution.inside()) {
      OffsetNode node = root;
      List<SourceNode> ancestry = place.node().ancestry();
      for (SourceNode step : ancestry.subList(1, ancestry.size())) {
        node = node.children.computeIfAbsent(step.name(), name -> new OffsetNode());
      }
      node.offsets.computeIfAbsent(place.property(), name -> new ArrayList<>()).add(place.offset());
    }
    return root.node("__local_fixups__");
  }

  /** A node of {@code __local_fixups__} in the making. */
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
