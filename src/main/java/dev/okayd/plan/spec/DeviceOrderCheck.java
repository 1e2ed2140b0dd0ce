package dev.okayd.plan.spec;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which devices have to be bound before which: each is there, and none waits for itself. */
final class DeviceOrderCheck {
  /** So many names can be read in a message. */
  private static final int NAMES_TOLD = 10;

  private static final int MOST_AFTER = 64;

  private final Map<String, DeviceSpec> byName = new HashMap<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final List<String> way = new ArrayList<>();
  private final String known;
  private final Faults faults;

  private DeviceOrderCheck(List<DeviceSpec> devices, Faults faults) {
    this.faults = faults;
    devices.forEach(device -> byName.putIfAbsent(device.name(), device));
    this.known = known(byName.keySet());
  }

  static void check(List<DeviceSpec> devices, Faults faults) {
    DeviceOrderCheck order = new DeviceOrderCheck(devices, faults);
    devices.forEach(order::namesWhatIsThere);
    devices.forEach(device -> order.follow(device.name()));
  }

  private void namesWhatIsThere(DeviceSpec device) {
    if (device.after().size() > MOST_AFTER) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" waits for %d devices, %d are the most",
          device.name(),
          device.after().size(),
          MOST_AFTER);
      return;
    }
    for (String first : device.after()) {
      if (!byName.containsKey(first)) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "Device \"%s\" waits for \"%s\", which is no device of the guest; its devices are %s",
            device.name(),
            first,
            known);
      }
    }
  }

  private static String known(Set<String> devices) {
    List<String> names = devices.stream().sorted().toList();
    String told = String.join(", ", names.subList(0, Math.min(NAMES_TOLD, names.size())));
    return names.size() > NAMES_TOLD
        ? told + " and %d more".formatted(names.size() - NAMES_TOLD)
        : told;
  }

  /** Goes back to what a device waits for. A device that is on the way already closes a circle. */
  private void follow(String name) {
    if (!byName.containsKey(name) || !seen.add(name)) {
      return;
    }
    way.add(name);
    for (String first : byName.get(name).after()) {
      int start = way.indexOf(first);
      if (start < 0) {
        follow(first);
      } else {
        circle(way.subList(start, way.size()), first);
        break; // a device in many circles is reported in one of them
      }
    }
    way.remove(way.size() - 1);
  }

  private void circle(List<String> devices, String first) {
    faults.add(
        ErrorCode.DEVICE_ORDER_CIRCULAR,
        "Devices wait for each other: %s -> %s; take one \"after\" out",
        String.join(" -> ", devices),
        first);
  }
}
