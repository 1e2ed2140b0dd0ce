package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the cells of well-known properties that are phandles of nodes in the tree. A source text
 * that names the nodes is easier to read than one with bare numbers, and dtc's checks expect it
 * ({@code check_property_phandle_args} in checks.c, the source of this table).
 */
final class PhandleReferences {
  /**
   * Properties that are lists of a phandle and its arguments, and the property that holds the
   * number of the arguments.
   */
  private static final Map<String, String> CELLS =
      Map.ofEntries(
          Map.entry("clocks", "#clock-cells"),
          Map.entry("cooling-device", "#cooling-cells"),
          Map.entry("dmas", "#dma-cells"),
          Map.entry("hwlocks", "#hwlock-cells"),
          Map.entry("interrupts-extended", "#interrupt-cells"),
          Map.entry("io-channels", "#io-channel-cells"),
          Map.entry("iommus", "#iommu-cells"),
          Map.entry("mboxes", "#mbox-cells"),
          Map.entry("msi-parent", "#msi-cells"),
          Map.entry("mux-controls", "#mux-control-cells"),
          Map.entry("phys", "#phy-cells"),
          Map.entry("power-domains", "#power-domain-cells"),
          Map.entry("pwms", "#pwm-cells"),
          Map.entry("resets", "#reset-cells"),
          Map.entry("sound-dai", "#sound-dai-cells"),
          Map.entry("thermal-sensors", "#thermal-sensor-cells"));

  private static final String INTERRUPT_PARENT = "interrupt-parent";
  private static final String GPIO_CELLS = "#gpio-cells";

  /** A node that other nodes can refer to. */
  private record Target(NodePath path, Node node) {}

  private final Map<Integer, Target> targets = new HashMap<>();

  /** For a tree without references. */
  static final PhandleReferences NONE = new PhandleReferences();

  /** The references within a tree. */
  static PhandleReferences within(DeviceTree tree) {
    PhandleReferences references = new PhandleReferences();
    references.collect(tree.root(), NodePath.ROOT);
    return references;
  }

  private void collect(Node node, NodePath path) {
    node.phandle().ifPresent(phandle -> targets.putIfAbsent(phandle, new Target(path, node)));
    for (Node child : node.children()) {
      collect(child, path.child(child.name()));
    }
  }

  /**
   * The nodes that the cells of a property refer to, by the index of the cell; empty if it refers
   * to none or is malformed.
   */
  Map<Integer, NodePath> of(Property property) {
    if (property.name().equals(INTERRUPT_PARENT)) {
      return property.asCell().map(cell -> pathsAt(new int[] {cell}, List.of(0))).orElse(Map.of());
    }
    return cellsName(property.name())
        .flatMap(name -> property.asCells().map(cells -> pathsAt(cells, indexes(cells, name))))
        .orElse(Map.of());
  }

  private static Optional<String> cellsName(String property) {
    boolean gpios =
        property.equals("gpios") || property.endsWith("-gpios") || property.endsWith("-gpio");
    return gpios ? Optional.of(GPIO_CELLS) : Optional.ofNullable(CELLS.get(property));
  }

  /** The indexes of the phandles in a list; none if an entry extends beyond the end of the list. */
  private List<Integer> indexes(int[] cells, String cellsName) {
    List<Integer> indexes = new ArrayList<>();
    int at = 0;
    while (at < cells.length) {
      Optional<Target> target = target(cells[at]);
      if (target.isEmpty()) {
        if (cells[at] != 0 && cells[at] != -1) {
          return List.of();
        }
        // an omitted optional entry
        at++;
        continue;
      }
      indexes.add(at);
      int arguments = target.get().node().property(cellsName).flatMap(Property::asCell).orElse(-1);
      if (arguments < 0 || arguments > cells.length - at - 1) {
        return List.of();
      }
      at += 1 + arguments;
    }
    return indexes;
  }

  private Map<Integer, NodePath> pathsAt(int[] cells, List<Integer> indexes) {
    Map<Integer, NodePath> paths = new HashMap<>();
    for (int index : indexes) {
      target(cells[index]).ifPresent(target -> paths.put(index, target.path()));
    }
    return paths;
  }

  private Optional<Target> target(int phandle) {
    return Optional.ofNullable(targets.get(phandle));
  }
}
