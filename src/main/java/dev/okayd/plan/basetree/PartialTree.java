package dev.okayd.plan.basetree;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The partial tree from which Xen's toolstacks copy {@code /passthrough}
 * (docs/misc/arm/passthrough.txt). Nodes that okayd adds there have CPU addresses in {@code reg},
 * so the bus must not translate addresses.
 */
public final class PartialTree {
  /** The bus that the toolstack copies. */
  public static final NodePath PASSTHROUGH = NodePath.ROOT.child("passthrough");

  /** The placeholder for the GIC that the toolstack adds. */
  private static final NodePath GIC = NodePath.ROOT.child("gic");

  /**
   * The phandle that Xen gives to the guest's GIC if the partial tree has no placeholder
   * (device_tree_defs.h: GUEST_PHANDLE_GIC; dom0less-build.c). lopper writes trees that refer to
   * this phandle and have no placeholder (docs/misc/arm/overlay.txt).
   */
  private static final int GUEST_PHANDLE_GIC = 65000;

  private static final int CELLS = 2;

  private static final int GIC_CELLS = 3;

  private PartialTree() {}

  /**
   * The base tree, or an empty tree, with the bus and the placeholder of the GIC. The placeholder
   * is not added if the tree refers to the phandle that the GIC has without one.
   *
   * @param bus added if the base tree has no bus
   */
  public static DeviceTree of(Optional<DeviceTree> baseTree, Platform platform, Node bus) {
    DeviceTree tree = baseTree.orElseGet(PartialTree::empty);
    if (tree.find(GIC).isEmpty() && !namesGicWithoutPlaceholder(tree)) {
      Node gic = gic(gicPhandle(tree, platform).orElseThrow());
      tree = tree.with(NodePath.ROOT, root -> root.withChild(gic));
    }
    return tree.find(PASSTHROUGH).isPresent()
        ? tree
        : tree.with(NodePath.ROOT, root -> root.withChild(bus));
  }

  private static DeviceTree empty() {
    return DeviceTree.of(
        Node.of("", Property.cells("#address-cells", CELLS), Property.cells("#size-cells", CELLS)));
  }

  /**
   * The bus node.
   *
   * @param compatible {@code simple-bus}, or another value whose children Linux populates
   */
  public static Node bus(String compatible) {
    return Node.of(
        "passthrough",
        Property.strings("compatible", compatible),
        Property.cells("#address-cells", CELLS),
        Property.cells("#size-cells", CELLS),
        Property.empty("ranges"));
  }

  /**
   * Toolstacks use the phandle of this node or nothing of it. The other properties make the partial
   * tree valid by itself.
   */
  private static Node gic(int phandle) {
    return Node.of(
        "gic",
        Property.empty("interrupt-controller"),
        Property.cells("#interrupt-cells", GIC_CELLS),
        Property.cells("#address-cells", 0),
        Property.cells("phandle", phandle));
  }

  /**
   * The phandle of the GIC: the toolstack's fixed phandle, or that of the placeholder. Without a
   * placeholder, Xen's default if the tree refers to it, else the next free phandle. Empty for
   * trees that are not partial.
   */
  public static Optional<Integer> gicPhandle(DeviceTree tree, Platform platform) {
    if (platform.tree() != TreeKind.PARTIAL) {
      return Optional.empty();
    }
    return fixedPhandle(platform)
        .or(() -> tree.find(GIC).flatMap(Node::phandle))
        .or(
            () ->
                Optional.of(GUEST_PHANDLE_GIC).filter(phandle -> namesGicWithoutPlaceholder(tree)))
        .or(() -> Optional.of((int) highestPhandle(tree) + 1));
  }

  private static Optional<Integer> fixedPhandle(Platform platform) {
    return platform.node().gicPhandle().map(HexNumber::value).map(Long::intValue);
  }

  /** The next phandle that neither a node of the tree nor the GIC has. */
  public static long freePhandle(Optional<DeviceTree> baseTree, Platform platform) {
    DeviceTree tree = baseTree.orElseGet(PartialTree::empty);
    long free = highestPhandle(tree) + 1;
    boolean isGicPhandle =
        gicPhandle(tree, platform)
            .map(Integer::toUnsignedLong)
            .filter(gic -> gic == free)
            .isPresent();
    return isGicPhandle ? free + 1 : free;
  }

  /**
   * The highest phandle that a toolstack takes from a tree. The phandle of the GIC counts if the
   * toolstack takes it.
   */
  public static long highestPhandle(DeviceTree tree, Platform platform) {
    long ofGic =
        tree.find(GIC)
            .filter(gic -> fixedPhandle(platform).isEmpty())
            .flatMap(Node::phandle)
            .map(Integer::toUnsignedLong)
            .orElse(0L);
    return Math.max(ofGic, highestPhandle(tree));
  }

  /** The phandle that okayd chooses for the placeholder of the GIC, if okayd adds it. */
  public static Optional<Integer> chosenGicPhandle(DeviceTree tree, Platform platform) {
    return fixedPhandle(platform).isPresent()
            || tree.find(GIC).isPresent()
            || namesGicWithoutPlaceholder(tree)
        ? Optional.empty()
        : gicPhandle(tree, platform);
  }

  private static long highestPhandle(DeviceTree tree) {
    return tree.root().children().stream()
        .filter(child -> !child.name().equals("gic"))
        .mapToLong(PartialTree::highestPhandle)
        .max()
        .orElse(0);
  }

  private static long highestPhandle(Node node) {
    long highest = node.phandle().map(Integer::toUnsignedLong).orElse(0L);
    for (Node child : node.children()) {
      highest = Math.max(highest, highestPhandle(child));
    }
    return highest;
  }

  /** Reasons why the toolstack refuses this tree, or why its bus would translate addresses. */
  public static List<String> faults(DeviceTree tree, Platform platform) {
    List<String> faults = new ArrayList<>();
    tree.find(PASSTHROUGH).ifPresent(bus -> faultsOfBus(bus, faults));
    tree.find(GIC)
        .ifPresentOrElse(
            gic -> faultsOfGic(gic, platform, faults),
            () -> {
              if (fixedPhandle(platform).isEmpty()) {
                faultsOfMissingGic(tree, faults);
              }
            });
    return faults;
  }

  private static void faultsOfGic(Node gic, Platform platform, List<String> faults) {
    Optional<Integer> fixed = fixedPhandle(platform);
    // nothing refers to a GIC without a phandle, but a toolstack that uses it would read 0
    boolean fits =
        fixed.isPresent()
            ? gic.phandle().map(own -> own.equals(fixed.get())).orElse(true)
            : gic.phandle().isPresent();
    if (!fits) {
      faults.add(
          "%s of the base tree must have %s, the phandle of the guest's GIC; correct it, or leave the node out and okayd adds it"
              .formatted(GIC, fixed.map("phandle = <0x%x>"::formatted).orElse("a phandle")));
    }
  }

  /**
   * Without a placeholder, the toolstack chooses the phandle of the GIC. okayd adds a placeholder,
   * so references to the toolstack's phandle would then be dangling.
   */
  private static void faultsOfMissingGic(DeviceTree tree, List<String> faults) {
    danglingParents(tree).stream()
        .filter(parent -> parent != GUEST_PHANDLE_GIC)
        .forEach(
            parent ->
                faults.add(
                    "Nodes of the base tree have interrupt-parent = <0x%x>, but no node has this phandle; use <0x%x> for the GIC, or add a /gic node with a phandle and use that"
                        .formatted(parent, GUEST_PHANDLE_GIC)));
  }

  private static boolean namesGicWithoutPlaceholder(DeviceTree tree) {
    return tree.find(GIC).isEmpty()
        && (danglingParents(tree).contains(GUEST_PHANDLE_GIC) || namesXensGic(tree.root()));
  }

  /** Among the other cells of these properties, no cell has the same value as the phandle. */
  private static boolean namesXensGic(Node node) {
    return Stream.of("interrupts-extended", "interrupt-map")
            .flatMap(name -> node.property(name).flatMap(Property::asCells).stream())
            .anyMatch(cells -> Arrays.stream(cells).anyMatch(cell -> cell == GUEST_PHANDLE_GIC))
        || node.children().stream().anyMatch(PartialTree::namesXensGic);
  }

  private static Set<Integer> danglingParents(DeviceTree tree) {
    Set<Integer> phandles = new HashSet<>();
    Set<Integer> parents = new TreeSet<>();
    collect(tree.root(), phandles, parents);
    parents.removeAll(phandles);
    return parents;
  }

  private static void collect(Node node, Set<Integer> phandles, Set<Integer> parents) {
    node.phandle().ifPresent(phandles::add);
    node.property("interrupt-parent").flatMap(Property::asCell).ifPresent(parents::add);
    node.children().forEach(child -> collect(child, phandles, parents));
  }

  private static void faultsOfBus(Node bus, List<String> faults) {
    List<String> compatible =
        bus.property("compatible").flatMap(Property::asStrings).orElse(List.of());
    expect(
        compatible.contains("simple-bus") || compatible.contains("simple-mfd"),
        "compatible = \"simple-bus\"",
        faults);
    for (String name : List.of("#address-cells", "#size-cells")) {
      expect(
          bus.property(name).flatMap(Property::asCell).equals(Optional.of(CELLS)),
          name + " = <2>",
          faults);
    }
    expect(
        bus.property("ranges").filter(ranges -> ranges.length() == 0).isPresent(),
        "an empty ranges",
        faults);
    expect(isOkay(bus), "status = \"okay\" or no status", faults);
  }

  private static void expect(boolean met, String what, List<String> faults) {
    if (!met) {
      faults.add(
          "%s of the base tree must have %s; correct it, or leave the node out and okayd adds it"
              .formatted(PASSTHROUGH, what));
    }
  }

  /** Whether Linux treats a node as enabled. */
  public static boolean isOkay(Node node) {
    return node.property("status")
        .map(status -> status.asString().filter(List.of("okay", "ok")::contains).isPresent())
        .orElse(true);
  }
}
