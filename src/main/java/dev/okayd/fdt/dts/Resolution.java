package dev.okayd.fdt.dts;

import dev.okayd.fdt.Property;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of all properties, references resolved: nodes that are referred to get the lowest free
 * phandles, in the order in which the text refers to them (dtc's {@code fixup_phandle_references},
 * {@code get_node_phandle}). What an overlay refers to outside of itself, and where, is kept for
 * its fixups.
 */
final class Resolution {
  private static final String PHANDLE = "phandle";
  private static final int UNRESOLVED = -1;

  /** A place where a phandle stands. */
  record Place(SourceNode node, String property, int offset) {}

  private final SourceTree tree;
  private final Map<SourceNode, Integer> phandles = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private final Map<SourceNode, List<Property>> values = new HashMap<>();
  private final Map<SourceNode, Integer> allocated = new LinkedHashMap<>();
  private final Map<String, List<Place>> outside = new LinkedHashMap<>();
  private final List<Place> inside = new ArrayList<>();
  private int lowestFree = 1;

  private Resolution(SourceTree tree) {
    this.tree = tree;
  }

  static Resolution of(SourceTree tree, DtsCompiler.Symbols symbols) {
    Resolution resolution = new Resolution(tree);
    tree.root().forEach(resolution::noteExplicitPhandle);
    tree.root().forEach(resolution::resolve);
    if (symbols == DtsCompiler.Symbols.ALL) {
      tree.root()
          .forEach(
              node -> {
                if (!node.labels().isEmpty()) {
                  resolution.phandle(node);
                }
              });
    }
    return resolution;
  }

  /** The properties of a node, with the phandle that it got as the last one. */
  List<Property> properties(SourceNode node) {
    List<Property> properties = new ArrayList<>(values.getOrDefault(node, List.of()));
    Integer phandle = allocated.get(node);
    if (phandle != null) {
      properties.add(Property.cells(PHANDLE, phandle));
    }
    return properties;
  }

  /** Where labels of the base are referred to, by label, in the order of the text. */
  Map<String, List<Place>> outside() {
    return outside;
  }

  /** Where nodes of the text itself are referred to. */
  List<Place> inside() {
    return inside;
  }

  private void noteExplicitPhandle(SourceNode node) {
    node.property(PHANDLE)
        .or(() -> node.property("linux,phandle"))
        .filter(property -> property.value().size() == 1)
        .ifPresent(
            property -> {
              if (property.value().get(0) instanceof ValuePart.Bytes cell
                  && cell.bytes().length == Integer.BYTES) {
                int phandle = ByteBuffer.wrap(cell.bytes()).getInt();
                if (!taken.add(phandle)) {
                  throw new DtsException(
                      property.position(),
                      "Phandle 0x%x is that of another node already".formatted(phandle));
                }
                phandles.put(node, phandle);
              }
            });
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
        String text = require(path.target()).path() + "\0";
        value.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      } else if (part instanceof ValuePart.PhandleOf reference) {
        Place place = new Place(node, property.name(), value.size());
        value.writeBytes(cell(phandle(reference.target(), place)));
      }
    }
    return Property.bytes(property.name(), value.toByteArray());
  }

  private int phandle(Reference reference, Place place) {
    Optional<SourceNode> target = tree.find(reference);
    if (target.isPresent()) {
      inside.add(place);
      return phandle(target.get());
    }
    if (tree.isPlugin() && reference instanceof Reference.ToLabel toLabel) {
      outside.computeIfAbsent(toLabel.label(), label -> new ArrayList<>()).add(place);
      return UNRESOLVED;
    }
    return phandle(require(reference));
  }

  private SourceNode require(Reference reference) {
    return tree.find(reference)
        .orElseThrow(() -> new DtsException(reference.position(), "There is no node " + reference));
  }

  private int phandle(SourceNode node) {
    Integer known = phandles.get(node);
    if (known != null) {
      return known;
    }
    while (!taken.add(lowestFree)) {
      lowestFree++;
    }
    phandles.put(node, lowestFree);
    allocated.put(node, lowestFree);
    return lowestFree;
  }

  private static byte[] cell(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
