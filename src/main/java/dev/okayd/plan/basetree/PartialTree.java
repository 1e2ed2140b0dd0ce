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
 * The partial tree that Xen's toolstacks copy {@code /passthrough} from
 * (docs/misc/arm/passthrough.txt). Nodes that okayd adds there have CPU addresses in their {@code
 * reg}, so the bus has to pass them on as they are.
 */
public final class PartialTree {
  /** The bus that is copied. */
  public static final NodePath PASSTHROUGH = NodePath.ROOT.child("passthrough");

  /** The placeholder of the GIC that the toolstack adds. */
  private static final NodePath GIC = NodePath.ROOT.child("gic");

  /**
   * What Xen gives the guest's GIC where the partial tree has no placeholder (device_tree_defs.h:
   * GUEST_PHANDLE_GIC; dom0less-build.c). Trees that name it without a placeholder are what lopper
   * writes (docs/misc/arm/overlay.txt).
   */
  private static final int GUEST_PHANDLE_GIC = 65000;

  private static final int CELLS = 2;

  private static final int GIC_CELLS = 3;

  private PartialTree() {}

  /**
   * The base tree, or if there is none an empty one, with the bus and the placeholder of the GIC,
   * unless the tree names the GIC by the phandle that it has without one.
   *
   * @param bus added if there is none
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
   * The bus.
   *
   * @param compatible {@code simple-bus}, or something else that Linux populates
   */
  public static Node bus(String compatible) {
    return Node.of(
        "passthrough",
        Property.strings("compatible", compatible),
        Property.cells("#address-cells", CELLS),
        Property.cells("#size-cells", CELLS),
        Property.empty("ranges"));
  }

  /** Toolstacks take its phandle or nothing of it; the rest makes the tree complete in itself. */
  private static Node gic(int phandle) {
    return Node.of(
        "gic",
        Property.empty("interrupt-controller"),
        Property.cells("#interrupt-cells", GIC_CELLS),
        Property.cells("#address-cells", 0),
        Property.cells("phandle", phandle));
  }

  /**
   * The phandle by which nodes refer to the GIC: the toolstack's, or that of the placeholder. If
   * there is no placeholder yet, it is Xen's own where the tree names that, else the next free one.
   * Empty for trees that are not partial.
   */
  public static Optional<Integer> gicPhandle(DeviceTree tree, Platform platform) {
    if (platform.tree() != TreeKind.PARTIAL) {
      return Optional.empty();
    }
    return fixedPhandle(platform)
        .or(() -> tree.find(GIC).flatMap(Node::phandle))
        .or(() -> Optional.of(GUEST_PHANDLE_GIC).filter(xens -> namesGicWithoutPlaceholder(tree)))
        .or(() -> Optional.of((int) highestPhandle(tree) + 1));
  }

  private static Optional<Integer> fixedPhandle(Platform platform) {
    return platform.node().gicPhandle().map(HexNumber::value).map(Long::intValue);
  }

  /** The next phandle that no node of a tree has, nor the GIC. */
  public static long freePhandle(Optional<DeviceTree> baseTree, Platform platform) {
    DeviceTree tree = baseTree.orElseGet(PartialTree::empty);
    long free = highestPhandle(tree) + 1;
    boolean isGics =
        gicPhandle(tree, platform)
            .map(Integer::toUnsignedLong)
            .filter(gic -> gic == free)
            .isPresent();
    return isGics ? free + 1 : free;
  }

  /** The highest one of a tree that a toolstack takes, and the GIC's among them if it takes it. */
  public static long highestPhandle(DeviceTree tree, Platform platform) {
    long ofGic =
        tree.find(GIC)
            .filter(gic -> fixedPhandle(platform).isEmpty())
            .flatMap(Node::phandle)
            .map(Integer::toUnsignedLong)
            .orElse(0L);
    return Math.max(ofGic, highestPhandle(tree));
  }

  /** The phandle that okayd gives to the placeholder of the GIC, if it adds it and may choose. */
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

  /** What keeps the toolstack from taking this tree, or its bus from passing on addresses. */
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
    // nothing refers to a GIC without a phandle, but a toolstack that takes it takes 0
    boolean fits =
        fixed.isPresent()
            ? gic.phandle().map(own -> own.equals(fixed.get())).orElse(true)
            : gic.phandle().isPresent();
    if (!fits) {
      faults.add(
          "%s of the base tree has to have %s, that of the guest's GIC; mend it, or leave it out and okayd adds it"
              .formatted(GIC, fixed.map("phandle = <0x%x>"::formatted).orElse("a phandle")));
    }
  }

  /**
   * A toolstack gives the GIC a phandle of its own choice if there is no placeholder, but okayd
   * adds one, and nodes that name the toolstack's would then name none.
   */
  private static void faultsOfMissingGic(DeviceTree tree, List<String> faults) {
    danglingParents(tree).stream()
        .filter(parent -> parent != GUEST_PHANDLE_GIC)
        .forEach(
            parent ->
                faults.add(
                    "Nodes of the base tree have interrupt-parent = <0x%x>, which no node of it is; name the GIC by <0x%x>, or give the tree a /gic with a phandle, and name that"
                        .formatted(parent, GUEST_PHANDLE_GIC)));
  }

  private static boolean namesGicWithoutPlaceholder(DeviceTree tree) {
    return tree.find(GIC).isEmpty()
        && (danglingParents(tree).contains(GUEST_PHANDLE_GIC) || extendsToXensGic(tree.root()));
  }

  /** Where the phandle stands among other cells, no other number has its value. */
  private static boolean extendsToXensGic(Node node) {
    return Stream.of("interrupts-extended", "interrupt-map")
            .flatMap(name -> node.property(name).flatMap(Property::asCells).stream())
            .anyMatch(cells -> Arrays.stream(cells).anyMatch(cell -> cell == GUEST_PHANDLE_GIC))
        || node.children().stream().anyMatch(PartialTree::extendsToXensGic);
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
    expect(isOkay(bus), "status = \"okay\" or none", faults);
  }

  private static void expect(boolean met, String what, List<String> faults) {
    if (!met) {
      faults.add(
          "%s of the base tree has to have %s; mend it, or leave it out and okayd adds it"
              .formatted(PASSTHROUGH, what));
    }
  }

  /** Whether Linux takes a node for enabled. */
  public static boolean isOkay(Node node) {
    return node.property("status")
        .map(status -> status.asString().filter(List.of("okay", "ok")::contains).isPresent())
        .orElse(true);
  }
}
