package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.DeviceTypeOrder;
import dev.okayd.platform.Platform;
import java.util.stream.Collectors;

/** Checks that the hypervisor has the types of the devices, and enough devices of each type. */
public final class DeviceTypeCheck {
  private DeviceTypeCheck() {}

  public static void check(GuestSpec spec, Platform platform, Faults faults) {
    platform
        .types()
        .ifPresent(
            types -> {
              spec.devices().stream()
                  .filter(device -> !types.has(device.type()))
                  .forEach(device -> missing(device, types, platform, faults));
              types.most().forEach((type, max) -> count(spec, type, max, platform, faults));
            });
  }

  private static void missing(
      DeviceSpec device, DeviceTypeOrder types, Platform platform, Faults faults) {
    faults.add(
        ErrorCode.INVALID_SPEC,
        "Device \"%s\" has type %s, which platform %s does not have on virtio-mmio; it has %s",
        device.name(),
        device.type(),
        platform.name(),
        types.order().stream().map(DeviceType::toString).collect(Collectors.joining(", ")));
  }

  private static void count(
      GuestSpec spec, DeviceType type, int max, Platform platform, Faults faults) {
    long count = spec.devices().stream().filter(device -> device.type() == type).count();
    if (count > max) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The guest has %d devices of type %s, but platform %s has at most %d",
          count,
          type,
          platform.name(),
          max);
    }
  }
}
