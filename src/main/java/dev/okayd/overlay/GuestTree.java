package dev.okayd.overlay;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.basetree.AddressSizeCells;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.basetree.PartialTree;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The tree that a guest boots: its base tree with every gate disabled and the plan's digest, and
 * without random seeds (see {@link BaseTree}). Everything else is unchanged. If the toolstack makes
 * the tree, this is the partial tree from which the toolstack copies nodes.
 */
public final class GuestTree {
  /**
   * Contains the digest of the plan. okayd sends overlays only to an agent with the same digest.
   */
  public static final String DIGEST_PROPERTY = "okayd,plan-digest";

  private static final NodePath CHOSEN = NodePath.ROOT.child("chosen");

  private final Plan plan;
  private final Platform platform;
  private final Optional<Integer> gicPhandle;
  private DeviceTree tree;

  private GuestTree(Plan plan, Platform platform, DeviceTree tree) {
    this.plan = plan;
    this.platform = platform;
    this.tree = tree;
    this.gicPhandle = PartialTree.gicPhandle(tree, platform);
  }

  /**
   * Makes the tree.
   *
   * @throws OkaydException {@code base-tree-missing} if the platform needs a base tree and there is
   *     none
   */
  public static DeviceTree of(Plan plan, Platform platform, Optional<BaseTree> baseTree) {
    GuestTree guest = new GuestTree(plan, platform, base(plan, platform, baseTree));
    plan.grantDma().ifPresent(guest::grantDma);
    plan.slots().stream()
        .sorted(
            Comparator.comparing(planned -> planned.slot().base().value(), Long::compareUnsigned))
        .forEach(guest::slot);
    plan.spares().forEach(guest::spare);
    plan.bridges().forEach(guest::bridge);
    guest.digest();
    return guest.tree;
  }

  private static DeviceTree base(Plan plan, Platform platform, Optional<BaseTree> baseTree) {
    Optional<DeviceTree> base = baseTree.map(BaseTree::tree);
    return switch (platform.tree()) {
      case COMPLETE, EXTENDED ->
          base.orElseThrow(
              () ->
                  new OkaydException(
                      ErrorCode.BASE_TREE_MISSING,
                      "Platform %s gives its guests a complete tree; upload the tree of this guest"
                          .formatted(platform.name())));
      case PARTIAL -> PartialTree.of(base, platform, PartialTree.bus(busFor(plan)));
    };
  }

  /**
   * dtc warns about a node without an address on a simple-bus (check simple_bus_reg), and the
   * xen,grant-dma node has none. Linux populates both kinds of bus alike (drivers/of/platform.c,
   * of_default_bus_match_table).
   */
  private static String busFor(Plan plan) {
    return plan.grantDma().isPresent() ? "simple-mfd" : "simple-bus";
  }

  private void grantDma(GrantDmaNode node) {
    put(
        node.path(),
        () ->
            Node.of(
                "",
                Property.strings("compatible", "xen,grant-dma"),
                Property.cells("#iommu-cells", 1),
                Property.cells("phandle", node.phandle())),
        UnaryOperator.identity());
  }

  private void slot(PlannedSlot planned) {
    if (!planned.slotKind().isHeldBack() && !platform.writesBootNodes()) {
      return;
    }
    putSlot(
        planned.slot(),
        node -> {
          Node whole =
              SlotNode.withChild(
                  SlotNode.withDomain(node, planned.grants(), plan.grantDma()), planned.type());
          return switch (planned.slotKind()) {
            case BOOT -> whole;
            case GATED -> whole.withProperty(StatusProperty.DISABLED);
            // explicit, so that the guest can show the property as proof
            case REBIND -> whole.withProperty(StatusProperty.OKAY);
          };
        });
  }

  private void spare(Slot slot) {
    putSlot(slot, node -> node.withProperty(StatusProperty.DISABLED));
  }

  private void putSlot(Slot slot, UnaryOperator<Node> change) {
    put(slot.path(), () -> SlotNode.of(slot, addressing(), gicPhandle), change);
  }

  private void bridge(PlannedPciBridge bridge) {
    put(
        bridge.path(),
        () ->
            BridgeNode.of(
                bridge, bridge.space().orElseThrow(), addressing(), gicPhandle.orElseThrow()),
        node ->
            BridgeNode.withDomain(node, bridge, plan.grantDma())
                .withProperty(StatusProperty.DISABLED));
  }

  private AddressSizeCells addressing() {
    return AddressSizeCells.below(tree.find(platform.node().gatedParent()).orElseThrow());
  }

  /** Changes the node at a path, and creates it first if it is missing. */
  private void put(NodePath path, Supplier<Node> made, UnaryOperator<Node> change) {
    if (tree.find(path).isPresent()) {
      tree = tree.with(path, change);
      return;
    }
    List<String> names = path.names();
    String name = names.get(names.size() - 1);
    Node bare = made.get();
    Node node = change.apply(new Node(name, bare.properties(), bare.children()));
    NodePath parent = new NodePath(names.subList(0, names.size() - 1));
    tree = tree.with(parent, above -> above.withChild(node));
  }

  private void digest() {
    NodePath carrier =
        switch (platform.tree()) {
          case COMPLETE, EXTENDED -> CHOSEN;
          case PARTIAL -> PartialTree.PASSTHROUGH;
        };
    put(
        carrier,
        () -> Node.of(""),
        node -> node.withProperty(Property.strings(DIGEST_PROPERTY, plan.digest())));
  }
}
