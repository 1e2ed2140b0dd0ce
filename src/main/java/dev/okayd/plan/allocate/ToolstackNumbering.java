package dev.okayd.plan.allocate;

import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import java.util.Comparator;
import java.util.List;

/** Which devices the toolstack itself assigns slots to, and in which order. */
final class ToolstackNumbering {
  private final GuestSpec spec;
  private final Platform platform;

  ToolstackNumbering(GuestSpec spec, Platform platform) {
    this.spec = spec;
    this.platform = platform;
  }

  /** Whether the toolstack assigns a slot to this device. */
  boolean includes(DeviceSpec device) {
    return platform.toolstackNumbersAllSlots()
        || (device.kind() == SlotKind.BOOT && platform.toolstackNumbersBootSlots());
  }

  /** These devices, in the order in which the toolstack assigns slots. */
  List<DeviceSpec> order() {
    List<DeviceSpec> numbered = spec.devices().stream().filter(this::includes).toList();
    if (platform.types().isPresent()) {
      return platform.types().get().sorted(numbered, DeviceSpec::type);
    }
    if (!platform.disksFirst()) {
      return numbered;
    }
    return numbered.stream()
        .sorted(Comparator.comparing(device -> device.type() != DeviceType.BLK))
        .toList();
  }
}
