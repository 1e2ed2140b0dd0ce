package dev.okayd.overlay;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.plan.BaseTree;
import dev.okayd.plan.PartialTree;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * The tree that a guest boots: its base tree with every gated slot disabled and the plan's digest
 * in it, and without random seeds (see {@link BaseTree}), all else untouched. Where the toolstack
 * makes the tree, it is the partial tree that the toolstack copies nodes from.
 */
public final class GuestTree {
  /** Carries the digest; an agent that finds another one than okayd's gets no overlay. */
  public static final String DIGEST_PROPERTY = "okayd,plan-digest";

  private static final NodePath CHOSEN = NodePath.ROOT.child("chosen");

  private GuestTree() {}

  /**
   * Makes the tree.
   *
   * @throws OkaydException {@code base-tree-missing} if the platform's trees are complete ones and
   *     there is no base tree
   */
  public static DeviceTree of(Plan plan, Platform platform, Optional<BaseTree> baseTree) {
    DeviceTree tree =
        switch (platform.tree()) {
          case COMPLETE -> complete(platform, baseTree);
          case PARTIAL -> partial(baseTree);
        };
    for (PlannedSlot planned : plan.slots()) {
      if (planned.slotKind() == SlotKind.GATED) {
        tree = gated(tree, planned.slot(), platform);
      }
    }
    NodePath carrier =
        switch (platform.tree()) {
          case COMPLETE -> CHOSEN;
          case PARTIAL -> PartialTree.PASSTHROUGH;
        };
    Property digest = Property.strings(DIGEST_PROPERTY, plan.digest());
    return withNode(tree, carrier).with(carrier, node -> node.withProperty(digest));
  }

  private static DeviceTree complete(Platform platform, Optional<BaseTree> baseTree) {
    return baseTree
        .map(BaseTree::tree)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.BASE_TREE_MISSING,
                    "Platform %s gives its guests a complete tree; upload the one that this guest gets"
                        .formatted(platform.name())));
  }

  private static DeviceTree partial(Optional<BaseTree> baseTree) {
    return PartialTree.withBus(
        baseTree
            .map(BaseTree::tree)
            .orElseGet(
                () ->
                    DeviceTree.of(
                        Node.of(
                            "",
                            Property.cells("#address-cells", 2),
                            Property.cells("#size-cells", 2)))));
  }

  private static DeviceTree withNode(DeviceTree tree, NodePath path) {
    String name = path.names().get(0);
    return tree.find(path).isPresent()
        ? tree
        : tree.with(NodePath.ROOT, root -> root.withChild(Node.of(name)));
  }

  private static DeviceTree gated(DeviceTree tree, Slot slot, Platform platform) {
    if (tree.find(slot.path()).isPresent()) {
      return tree.with(slot.path(), node -> node.withProperty(Status.DISABLED));
    }
    NodePath parent = NodePath.parse(platform.node().gatedParent());
    Node added = newNode(slot, PartialTree.gicPhandle(tree, platform));
    return tree.with(parent, node -> node.withChild(added));
  }

  /** Properties in libxl's order ({@code make_virtio_mmio_node_common}). */
  private static Node newNode(Slot slot, Optional<Integer> gicPhandle) {
    long base = slot.base().value();
    String name = slot.path().names().get(slot.path().names().size() - 1);
    Node node =
        Node.of(
            name,
            Property.strings("compatible", "virtio,mmio"),
            Property.cells("reg", (int) (base >>> 32), (int) base, 0, (int) slot.size().value()),
            Property.cells("interrupts", slot.interrupt().specifier()));
    if (gicPhandle.isPresent()) {
      node = node.withProperty(Property.cells("interrupt-parent", gicPhandle.get()));
    }
    return node.withProperty(Property.empty("dma-coherent")).withProperty(Status.DISABLED);
  }
}
