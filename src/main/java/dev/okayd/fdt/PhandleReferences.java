package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cells of well-known properties are phandles of nodes of the tree: a source text that names
 * the nodes says more than one with bare numbers, and dtc's checks want it so ({@code
 * check_property_phandle_args} in its checks.c, from where this table is).
 */
final class PhandleReferences {
  /** Properties that are lists of a phandle and its arguments, and what says how many those are. */
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

  /** Of a node that others refer to. */
  private record Target(NodePath path, Node node) {}

  private final Map<Integer, Target> targets = new HashMap<>();

  /** Of a tree in which nothing refers to anything. */
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
   * The nodes that a property's cells name, by the number of the cell; empty if it names none, or
   * if it does not have the shape that it should have.
   */
  Map<Integer, NodePath> of(Property property) {
    if (property.name().equals(INTERRUPT_PARENT)) {
      return property.asCell().map(cell -> list(new int[] {cell}, List.of(0))).orElse(Map.of());
    }
    return cellsName(property.name())
        .flatMap(name -> property.asCells().map(cells -> list(cells, places(cells, name))))
        .orElse(Map.of());
  }

  private static Optional<String> cellsName(String property) {
    boolean gpios =
        property.equals("gpios") || property.endsWith("-gpios") || property.endsWith("-gpio");
    return gpios ? Optional.of(GPIO_CELLS) : Optional.ofNullable(CELLS.get(property));
  }

  /** Where in a list phandles are; none if an entry ends behind the list's end. */
  private List<Integer> places(int[] cells, String cellsName) {
    List<Integer> places = new ArrayList<>();
    int at = 0;
    while (at < cells.length) {
      Optional<Target> target = target(cells[at]);
      if (target.isEmpty()) {
        if (cells[at] != 0 && cells[at] != -1) {
          return List.of();
        }
        // an optional entry that is left out
        at++;
        continue;
      }
      places.add(at);
      int arguments = target.get().node().property(cellsName).flatMap(Property::asCell).orElse(-1);
      if (arguments < 0 || arguments > cells.length - at - 1) {
        return List.of();
      }
      at += 1 + arguments;
    }
    return places;
  }

  private Map<Integer, NodePath> list(int[] cells, List<Integer> places) {
    Map<Integer, NodePath> named = new HashMap<>();
    for (int place : places) {
      target(cells[place]).ifPresent(target -> named.put(place, target.path()));
    }
    return named;
  }

  private Optional<Target> target(int phandle) {
    return Optional.ofNullable(targets.get(phandle));
  }
}
