package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.ReferenceResolution.Place;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.source.NodeOrigin;
import dev.okayd.fdt.dts.source.PropertyOrigin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the places in the source from which the nodes and properties of a tree come. */
final class OriginCollector {
  private final Map<SourceNode, Map<String, Set<Integer>>> phandles = new HashMap<>();

  private OriginCollector(ReferenceResolution resolution) {
    Stream.concat(resolution.localReferences().stream(), resolution.baseReferences().stream())
        .forEach(this::addPlace);
  }

  static NodeOrigin of(SourceTree tree, ReferenceResolution resolution) {
    return new OriginCollector(resolution).node(tree.root());
  }

  private void addPlace(Place place) {
    phandles
        .computeIfAbsent(place.node(), node -> new HashMap<>())
        .computeIfAbsent(place.property(), name -> new HashSet<>())
        .add(place.offset());
  }

  private NodeOrigin node(SourceNode node) {
    Map<String, Set<Integer>> phandlesAt = phandles.getOrDefault(node, Map.of());
    return new NodeOrigin(
        node.definitions(),
        !node.allChildren().isEmpty(),
        node.properties().stream()
            .collect(
                Collectors.toMap(
                    SourceProperty::name,
                    property ->
                        new PropertyOrigin(
                            property.span(), phandlesAt.getOrDefault(property.name(), Set.of())))),
        node.children().stream().collect(Collectors.toMap(SourceNode::name, this::node)));
  }
}
