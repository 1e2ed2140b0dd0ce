package dev.okayd.plan;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.fdt.resource.AddressRange.Claim;
import dev.okayd.platform.PciStyle;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All places of a plan.
 *
 * @param all slots of devices, spare slots, bridges
 */
record Places(List<Place> all) {
  private static final String VIRTIO_MMIO = "virtio,mmio";
  private static final String ECAM = "pci-host-ecam-generic";

  static Places of(
      GuestSpec spec, List<PlannedSlot> slots, List<Slot> spares, List<PlannedBridge> bridges) {
    List<Place> all = new ArrayList<>();
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
    return new Places(List.copyOf(all));
  }

  private static Place slot(String title, Slot slot, long bytes, SlotKind kind) {
    return new Place(
        title,
        slot.path(),
        kind,
        VIRTIO_MMIO,
        List.of(new AddressRange(slot.path(), slot.base().value(), bytes)),
        List.of(slot.interrupt().intid()));
  }

  private static Place bridge(PlannedBridge bridge) {
    return new Place(
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

  private static AddressRange range(NodePath path, PciStyle.Piece piece, Claim claim) {
    return new AddressRange(path, piece.base().value(), piece.size().value(), claim);
  }
}
