package dev.okayd.plan.spec;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the order of binding ({@code after}): the named devices exist, and no device waits for
 * itself.
 */
final class DeviceOrderCheck {
  /** More names would make a message hard to read. */
  private static final int MAX_NAMES_SHOWN = 10;

  private static final int MAX_AFTER = 64;

  private final Map<String, DeviceSpec> byName = new HashMap<>();
  private final Set<String> visited = new LinkedHashSet<>();
  private final List<String> path = new ArrayList<>();
  private final String known;
  private final Faults faults;

  private DeviceOrderCheck(List<DeviceSpec> devices, Faults faults) {
    this.faults = faults;
    devices.forEach(device -> byName.putIfAbsent(device.name(), device));
    this.known = known(byName.keySet());
  }

  static void check(List<DeviceSpec> devices, Faults faults) {
    DeviceOrderCheck order = new DeviceOrderCheck(devices, faults);
    devices.forEach(order::checkNames);
    devices.forEach(device -> order.visit(device.name()));
  }

  private void checkNames(DeviceSpec device) {
    if (device.after().size() > MAX_AFTER) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" waits for %d devices; the maximum is %d",
          device.name(),
          device.after().size(),
          MAX_AFTER);
      return;
    }
    for (String first : device.after()) {
      if (!byName.containsKey(first)) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "Device \"%s\" waits for \"%s\", which is not a device of the guest; its devices are %s",
            device.name(),
            first,
            known);
      }
    }
  }

  private static String known(Set<String> devices) {
    List<String> names = devices.stream().sorted().toList();
    String shown = String.join(", ", names.subList(0, Math.min(MAX_NAMES_SHOWN, names.size())));
    return names.size() > MAX_NAMES_SHOWN
        ? shown + " and %d more".formatted(names.size() - MAX_NAMES_SHOWN)
        : shown;
  }

  /**
   * Depth-first search along {@code after}. A device that is already on the path closes a cycle.
   */
  private void visit(String name) {
    if (!byName.containsKey(name) || !visited.add(name)) {
      return;
    }
    path.add(name);
    for (String first : byName.get(name).after()) {
      int start = path.indexOf(first);
      if (start < 0) {
        visit(first);
      } else {
        reportCycle(path.subList(start, path.size()), first);
        break; // a device in several cycles is reported once
      }
    }
    path.remove(path.size() - 1);
  }

  private void reportCycle(List<String> devices, String first) {
    faults.add(
        ErrorCode.DEVICE_ORDER_CIRCULAR,
        "Devices wait for each other: %s -> %s; remove one \"after\"",
        String.join(" -> ", devices),
        first);
  }
}
