package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.parser.ValuePart;
import dev.okayd.fdt.dts.source.Diagnostics;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Assigns the phandles of a source tree. Explicit phandles stay; referenced nodes without one get
 * the lowest free numbers, in the order of the references (dtc's check explicit_phandles and {@code
 * get_node_phandle}).
 */
final class PhandleAssignment {
  static final String PHANDLE = "phandle";
  private static final String LINUX_PHANDLE = "linux,phandle";

  private final SourceTree tree;
  private final Diagnostics diagnostics;
  private final Map<SourceNode, Integer> phandles = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();

  /** Nodes whose phandle was assigned here and is not in the source. */
  private final Set<SourceNode> assigned = new HashSet<>();

  private int lowestFree = 1;

  PhandleAssignment(SourceTree tree, Diagnostics diagnostics) {
    this.tree = tree;
    this.diagnostics = diagnostics;
    tree.root().forEach(this::addExplicit);
  }

  private void addExplicit(SourceNode node) {
    Optional<Integer> phandle = explicit(node, PHANDLE);
    Optional<Integer> legacy = explicit(node, LINUX_PHANDLE);
    phandle.or(() -> legacy).ifPresent(number -> add(node, number));
    if (phandle.isPresent() && legacy.isPresent() && !phandle.equals(legacy)) {
      diagnostics.error(
          node.property(LINUX_PHANDLE).orElseThrow().position(),
          "phandle and linux,phandle of a node must be the same number");
    }
  }

  private void add(SourceNode node, int phandle) {
    if (!taken.add(phandle)) {
      diagnostics.error(
          node.property(PHANDLE).or(() -> node.property(LINUX_PHANDLE)).orElseThrow().position(),
          "Phandle 0x%x already belongs to another node".formatted(phandle));
    } else {
      phandles.put(node, phandle);
    }
  }

  /**
   * The phandle that a property gives its node; empty for a reference to the node itself, which is
   * assigned a phandle later.
   */
  private Optional<Integer> explicit(SourceNode node, String name) {
    return node.property(name).flatMap(property -> explicit(node, property));
  }

  private Optional<Integer> explicit(SourceNode node, SourceProperty property) {
    List<ValuePart> value = property.value();
    if (value.size() == 1 && value.get(0) instanceof ValuePart.PhandleOf reference) {
      if (tree.find(reference.target()).filter(node::equals).isEmpty()) {
        diagnostics.error(property.position(), property.name() + " must not refer to another node");
      }
      return Optional.empty();
    }
    if (value.size() == 1
        && value.get(0) instanceof ValuePart.Bytes cell
        && cell.bytes().length == Integer.BYTES) {
      int phandle = ByteBuffer.wrap(cell.bytes()).getInt();
      if (phandle != 0 && phandle != -1) {
        return Optional.of(phandle);
      }
    }
    diagnostics.error(
        property.position(), property.name() + " must be one cell, and neither 0 nor 0xffffffff");
    return Optional.empty();
  }

  boolean has(SourceNode node) {
    return phandles.containsKey(node);
  }

  /** The phandle of a node; assigns one if the node has none. */
  int of(SourceNode node) {
    Integer known = phandles.get(node);
    if (known != null) {
      return known;
    }
    while (!taken.add(lowestFree)) {
      lowestFree++;
    }
    phandles.put(node, lowestFree);
    assigned.add(node);
    return lowestFree;
  }

  /** The phandle that was assigned to a node here, if no property of the source holds it. */
  Optional<Integer> added(SourceNode node) {
    return Optional.ofNullable(phandles.get(node))
        .filter(phandle -> assigned.contains(node) && node.property(PHANDLE).isEmpty());
  }

  /** Frees the phandles of deleted nodes. */
  void dropDeletedNodes() {
    phandles.keySet().removeIf(SourceNode::isDeleted);
    taken.retainAll(new HashSet<>(phandles.values()));
  }
}
