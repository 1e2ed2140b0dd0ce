package dev.okayd.fdt.dts;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.parser.NodeReference;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.parser.ValuePart;
import dev.okayd.fdt.dts.source.Diagnostics;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves the references in the values of all properties (dtc's {@code fixup_phandle_references}).
 * Keeps the references of an overlay to its base for the overlay's fixups.
 */
final class ReferenceResolution {
  private static final int UNRESOLVED = -1;

  /**
   * A place in a property that holds a phandle.
   *
   * @param label the label of the base that the place refers to; empty for a node of the text
   */
  record Place(SourceNode node, String property, int offset, String label) {}

  /** A reference within the text, from a property of one node to another node. */
  private record Use(SourceNode from, NodeReference reference, SourceNode target) {}

  private final SourceTree tree;
  private final Diagnostics diagnostics;
  private final PhandleAssignment phandles;
  private final Map<SourceNode, List<Property>> values = new HashMap<>();

  private final List<Use> uses = new ArrayList<>();
  private final Set<SourceNode> referenced = new HashSet<>();
  private final Set<SourceNode> numberedForLabel = new HashSet<>();

  private final List<Place> baseReferences = new ArrayList<>();
  private final List<Place> localReferences = new ArrayList<>();

  private ReferenceResolution(SourceTree tree, Diagnostics diagnostics) {
    this.tree = tree;
    this.diagnostics = diagnostics;
    this.phandles = new PhandleAssignment(tree, diagnostics);
  }

  static ReferenceResolution of(SourceTree tree, Diagnostics diagnostics) {
    ReferenceResolution resolution = new ReferenceResolution(tree, diagnostics);
    tree.root().forEach(resolution::resolve);
    return resolution;
  }

  /**
   * Drops the references and phandles of deleted nodes. A reference to a node that was deleted with
   * its parent is an error; dtc leaves such a dangling reference in the tree.
   */
  void dropDeletedNodes() {
    for (Use use : uses) {
      if (use.target().isDeleted() && !use.from().isDeleted()) {
        diagnostics.error(
            use.reference().position(),
            "%s is below a node that is left out because no other node refers to it"
                .formatted(use.reference()));
      }
    }
    phandles.dropDeletedNodes();
    baseReferences.removeIf(place -> place.node().isDeleted());
    localReferences.removeIf(place -> place.node().isDeleted());
  }

  /** Gives every node with a label a phandle, so that overlays can refer to it. */
  void numberLabelledNodes() {
    tree.root()
        .forEach(
            node -> {
              if (node.labels().hadAny() && !phandles.has(node)) {
                phandles.of(node);
                numberedForLabel.add(node);
              }
            });
  }

  /** Whether a node has a phandle only because it has a label. */
  boolean isNumberedForLabel(SourceNode node) {
    return numberedForLabel.contains(node);
  }

  /** The properties of a node; an assigned phandle is the last one. */
  List<Property> properties(SourceNode node) {
    List<Property> properties = new ArrayList<>(values.getOrDefault(node, List.of()));
    addedPhandle(node).ifPresent(properties::add);
    return properties;
  }

  /** The phandle that was assigned to a node because the text gives it none. */
  private Optional<Property> addedPhandle(SourceNode node) {
    return phandles.added(node).map(phandle -> Property.cells(PhandleAssignment.PHANDLE, phandle));
  }

  boolean isReferenced(SourceNode node) {
    return referenced.contains(node);
  }

  /** The references to labels of the base, in the order of the tree. */
  List<Place> baseReferences() {
    return baseReferences;
  }

  /** The references to nodes of the text itself. */
  List<Place> localReferences() {
    return localReferences;
  }

  private void resolve(SourceNode node) {
    values.put(node, node.properties().stream().map(property -> resolve(node, property)).toList());
  }

  private Property resolve(SourceNode node, SourceProperty property) {
    if (property.value().size() == 1 && property.value().get(0) instanceof ValuePart.Bytes bytes) {
      return Property.bytes(property.name(), bytes.bytes());
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (ValuePart part : property.value()) {
      if (part instanceof ValuePart.Bytes bytes) {
        value.writeBytes(bytes.bytes());
      } else if (part instanceof ValuePart.PathOf path) {
        target(path.target(), node).ifPresent(target -> value.writeBytes(path(target)));
      } else if (part instanceof ValuePart.PhandleOf reference) {
        value.writeBytes(cell(phandle(reference.target(), node, property, value.size())));
      }
    }
    return Property.bytes(property.name(), value.toByteArray());
  }

  private int phandle(NodeReference reference, SourceNode in, SourceProperty property, int offset) {
    if (tree.isPlugin()
        && reference instanceof NodeReference.ToLabel toLabel
        && tree.find(reference).isEmpty()) {
      baseReferences.add(new Place(in, property.name(), offset, toLabel.label()));
      return UNRESOLVED;
    }
    localReferences.add(new Place(in, property.name(), offset, ""));
    return target(reference, in).map(phandles::of).orElse(UNRESOLVED);
  }

  private Optional<SourceNode> target(NodeReference reference, SourceNode from) {
    Optional<SourceNode> found = tree.find(reference);
    if (found.isEmpty()) {
      diagnostics.error(reference.position(), "There is no node " + reference);
    }
    found.ifPresent(
        target -> {
          uses.add(new Use(from, reference, target));
          referenced.add(target);
        });
    return found;
  }

  private static byte[] path(SourceNode node) {
    return (node.path() + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] cell(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
