package dev.okayd.backend;

import java.util.Map;
import java.util.Optional;

/**
 * The facts about a backend that decisions about the devices of a guest need.
 *
 * @param epoch the current start of the backend; empty before its first event
 * @param domid of the backend in this epoch, if it reported one
 * @param general readiness of all devices without an entry of their own
 * @param devices readiness of single devices by name; takes precedence over {@code general}
 */
public record BackendReadiness(
    String epoch,
    Optional<Integer> domid,
    DeviceReadiness general,
    Map<String, DeviceReadiness> devices) {

  public BackendReadiness {
    devices = Map.copyOf(devices);
  }

  /** The readiness of a device. */
  public DeviceReadiness of(String device) {
    return devices.getOrDefault(device, general);
  }
}
