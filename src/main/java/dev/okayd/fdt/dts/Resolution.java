package dev.okayd.fdt.dts;

import dev.okayd.fdt.Property;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of all properties, references resolved (dtc's {@code fixup_phandle_references}). What
 * an overlay refers to outside of itself, and where, is kept for its fixups.
 */
final class Resolution {
  private static final int UNRESOLVED = -1;

  /**
   * A place where a phandle stands.
   *
   * @param label the one that is referred to, if it is outside of the text; else empty
   */
  record Place(SourceNode node, String property, int offset, String label) {}

  /** A reference within the text, from a property of a node to another node. */
  private record Use(SourceNode from, Reference reference, SourceNode target) {}

  private final SourceTree tree;
  private final PhandleNumbers phandles;
  private final Map<SourceNode, List<Property>> values = new HashMap<>();

  private final List<Use> uses = new ArrayList<>();
  private final Set<SourceNode> referenced = new HashSet<>();

  private final List<Place> outside = new ArrayList<>();
  private final List<Place> inside = new ArrayList<>();

  private Resolution(SourceTree tree) {
    this.tree = tree;
    this.phandles = new PhandleNumbers(tree);
  }

  static Resolution of(SourceTree tree) {
    Resolution resolution = new Resolution(tree);
    tree.root().forEach(resolution::resolve);
    return resolution;
  }

  /**
   * Forgets what deleted nodes refer to, and their phandles.
   *
   * @throws DtsException if a node is referred to that went with the node above it; dtc leaves such
   *     a reference to nothing in the tree
   */
  void forgetDeletedNodes() {
    for (Use use : uses) {
      if (use.target().isDeleted() && !use.from().isDeleted()) {
        throw new DtsException(
            use.reference().position(),
            "%s is below a node that is left out because nothing refers to it"
                .formatted(use.reference()));
      }
    }
    phandles.forgetDeletedNodes();
    outside.removeIf(place -> place.node().isDeleted());
    inside.removeIf(place -> place.node().isDeleted());
  }

  /** Gives every node with a label a phandle, for overlays to refer to. */
  void numberLabelledNodes() {
    tree.root()
        .forEach(
            node -> {
              if (!node.labels().neverWere()) {
                phandles.of(node);
              }
            });
  }

  /** The properties of a node, with the phandle that it got as the last one. */
  List<Property> properties(SourceNode node) {
    List<Property> properties = new ArrayList<>(values.getOrDefault(node, List.of()));
    phandles
        .added(node)
        .map(phandle -> Property.cells(PhandleNumbers.PHANDLE, phandle))
        .ifPresent(properties::add);
    return properties;
  }

  boolean isReferenced(SourceNode node) {
    return referenced.contains(node);
  }

  /** Where labels of the base are referred to, in the order of the tree. */
  List<Place> outside() {
    return outside;
  }

  /** Where nodes of the text itself are referred to. */
  List<Place> inside() {
    return inside;
  }

  private void resolve(SourceNode node) {
    values.put(node, node.properties().stream().map(property -> resolve(node, property)).toList());
  }

  private Property resolve(SourceNode node, SourceProperty property) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (ValuePart part : property.value()) {
      if (part instanceof ValuePart.Bytes bytes) {
        value.writeBytes(bytes.bytes());
      } else if (part instanceof ValuePart.PathOf path) {
        SourceNode target = target(path.target(), node);
        value.writeBytes((target.path() + "\0").getBytes(StandardCharsets.ISO_8859_1));
      } else if (part instanceof ValuePart.PhandleOf reference) {
        value.writeBytes(cell(phandle(reference.target(), node, property, value.size())));
      }
    }
    return Property.bytes(property.name(), value.toByteArray());
  }

  private int phandle(Reference reference, SourceNode in, SourceProperty property, int offset) {
    if (tree.isPlugin()
        && reference instanceof Reference.ToLabel toLabel
        && tree.find(reference).isEmpty()) {
      outside.add(new Place(in, property.name(), offset, toLabel.label()));
      return UNRESOLVED;
    }
    inside.add(new Place(in, property.name(), offset, ""));
    return phandles.of(target(reference, in));
  }

  private SourceNode target(Reference reference, SourceNode from) {
    SourceNode target =
        tree.find(reference)
            .orElseThrow(
                () -> new DtsException(reference.position(), "There is no node " + reference));
    uses.add(new Use(from, reference, target));
    referenced.add(target);
    return target;
  }

  private static byte[] cell(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
