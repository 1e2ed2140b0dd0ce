package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.Toolstack;
import java.util.List;

/** Checks that the daemons of backends can serve the planned devices. */
public final class DaemonCheck {
  private DaemonCheck() {}

  public static void check(
      GuestSpec spec, Platform platform, List<PlannedSlot> slots, Faults faults) {
    for (PlannedSlot planned : slots) {
      spec.backend(planned.backend())
          .daemon()
          .ifPresent(
              daemon -> {
                grants(planned, daemon, faults);
                bootDisk(planned, daemon, platform, faults);
              });
    }
  }

  private static void grants(PlannedSlot planned, Daemon daemon, Faults faults) {
    if (daemon.needsGrants() && planned.grants().isEmpty()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" uses no grants, but %s of backend \"%s\" accesses memory only through grants; set grants: true",
          planned.device(),
          daemon,
          planned.backend());
    }
  }

  /** libxl writes the keys of disks to {@code backend/virtio_disk} (libxl_disk.c). */
  private static void bootDisk(
      PlannedSlot planned, Daemon daemon, Platform platform, Faults faults) {
    if (platform.toolstack() == Toolstack.XL
        && planned.slotKind() == SlotKind.BOOT
        && planned.type() == DeviceType.BLK
        && daemon.readsVirtioKeysAlone()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" is a disk in a boot slot, whose keys xl writes to backend/virtio_disk, which %s does not read; make it \"gated\"",
          planned.device(),
          daemon);
    }
  }
}
