package dev.okayd.simulation;

import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.plan.spec.Policy;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.util.List;
import java.util.Optional;

/** Random specs of guests and their devices. */
final class RandomSpecs {
  private static final List<DeviceType> TYPES =
      List.of(DeviceType.BLK, DeviceType.NET, DeviceType.CONSOLE);

  private final Chance chance;

  RandomSpecs(Chance chance) {
    this.chance = chance;
  }

  /** Whether a guest has as many devices as a schedule gives it at most. */
  static boolean isFull(List<DeviceSpec> devices) {
    return devices.size() == TYPES.size();
  }

  DeviceSpec device(int number, List<DeviceSpec> others, int backends) {
    List<String> after =
        !others.isEmpty() && chance.happens(0.3)
            ? List.of(others.get(others.size() - 1).name())
            : List.of();
    return new DeviceSpec(
        "d" + number,
        TYPES.get(number),
        Optional.empty(),
        "b" + chance.between(0, backends - 1),
        number > 0 && chance.happens(0.25) ? Optional.of(SlotKind.BOOT) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        after,
        Optional.empty());
  }

  GuestSpec spec(List<DeviceSpec> devices, int backends) {
    List<PciBridgeSpec> bridges =
        chance.happens(0.15)
            ? List.of(
                new PciBridgeSpec(
                    "pci", "b" + chance.between(0, backends - 1), Optional.empty(), List.of()))
            : List.of();
    Optional<Policy> policy =
        chance.happens(0.5)
            ? Optional.of(
                new Policy(
                    chance.happens(0.7) ? Optional.of(OnBackendLost.DETACH) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    chance.happens(0.5) ? Optional.of(2) : Optional.empty()))
            : Optional.empty();
    return new GuestSpec(
        "xen-dom0less",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        devices,
        bridges,
        Optional.empty(),
        Optional.empty(),
        policy);
  }
}
