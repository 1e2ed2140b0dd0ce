package dev.okayd.bench;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.catalog.Platforms;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Many guests with their plans: the only class of the benchmarks that plans. */
final class Fleet {
  /** libxl's number of slots; all devices are gated, so each has an overlay. */
  static final int SLOTS = 11;

  private final Planner planner = new Planner(Platforms.shipped());
  private final List<GuestSpec> guests;

  Fleet(int guests) {
    this.guests = IntStream.range(0, guests).mapToObj(Fleet::guest).toList();
  }

  private static GuestSpec guest(int number) {
    return new GuestSpec(
        "qemu-virt",
        IntStream.range(0, SLOTS)
            .mapToObj(
                slot ->
                    new DeviceSpec(
                        "disk-" + slot, DeviceType.BLK, "storage-" + number % 16, Optional.empty()))
            .toList());
  }

  /** The plan of every guest. */
  List<Plan> plans() {
    return guests.stream().map(guest -> planner.plan(guest, Optional.empty())).toList();
  }

  /** The overlays of a plan. */
  static List<byte[]> overlays(Plan plan) {
    return plan.slots().stream().map(slot -> overlay(slot.slot().path())).toList();
  }

  private static byte[] overlay(NodePath target) {
    return new GateOverlay(target).dtbo();
  }
}
