package dev.okayd.plan.check;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.fdt.resource.AddressRange.Claim;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.PciBridgeLayout;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All nodes of a plan.
 *
 * @param all slots of devices, spare slots, bridges
 */
public record PlannedNodes(List<PlannedNode> all) {
  private static final String VIRTIO_MMIO = "virtio,mmio";
  private static final String ECAM = "pci-host-ecam-generic";

  public static PlannedNodes of(
      GuestSpec spec, List<PlannedSlot> slots, List<Slot> spares, List<PlannedPciBridge> bridges) {
    List<PlannedNode> all = new ArrayList<>();
    for (PlannedSlot planned : slots) {
      all.add(
          slot(
              "%s of device \"%s\"".formatted(planned.slot().title(), planned.device()),
              planned.slot(),
              spec.backend(planned.backend()).servedBytes(planned.slot().size().value()),
              planned.slotKind()));
    }
    spares.forEach(
        spare ->
            all.add(
                slot(
                    "Spare slot " + spare.index().orElseThrow(),
                    spare,
                    spare.size().value(),
                    SlotKind.GATED)));
    bridges.forEach(bridge -> all.add(bridge(bridge)));
    return new PlannedNodes(List.copyOf(all));
  }

  private static PlannedNode slot(String title, Slot slot, long bytes, SlotKind kind) {
    return new PlannedNode(
        title,
        slot.path(),
        kind,
        VIRTIO_MMIO,
        List.of(new AddressRange(slot.path(), slot.base().value(), bytes)),
        List.of(slot.interrupt().intid()));
  }

  private static PlannedNode bridge(PlannedPciBridge bridge) {
    return new PlannedNode(
        "Bridge \"" + bridge.bridge() + "\"",
        bridge.path(),
        SlotKind.GATED,
        ECAM,
        bridge.space().stream()
            .flatMap(
                space ->
                    Stream.of(
                        range(bridge.path(), space.configuration(), Claim.REG),
                        range(bridge.path(), space.memory(), Claim.RANGES),
                        range(bridge.path(), space.prefetchable(), Claim.RANGES)))
            .toList(),
        bridge.space().stream()
            .flatMap(
                space ->
                    IntStream.range(space.interrupt(), space.interrupt() + space.interrupts())
                        .boxed())
            .toList());
  }

  private static AddressRange range(NodePath path, PciBridgeLayout.Piece piece, Claim claim) {
    return new AddressRange(path, piece.base().value(), piece.size().value(), claim);
  }
}
