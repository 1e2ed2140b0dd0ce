package dev.okayd.backend;

import java.util.Map;
import java.util.Optional;

/**
 * What is to be known of a backend to decide about the devices of a guest.
 *
 * @param epoch which start of it speaks; empty while it has not said anything
 * @param domid of it in this epoch, if it said so
 * @param general what it says of all devices
 * @param devices what it says of single ones, by their names; that comes before what it says of all
 */
public record BackendReadiness(
    String epoch,
    Optional<Integer> domid,
    DeviceReadiness general,
    Map<String, DeviceReadiness> devices) {

  public BackendReadiness {
    devices = Map.copyOf(devices);
  }

  /** What it says of a device. */
  public DeviceReadiness of(String device) {
    return devices.getOrDefault(device, general);
  }
}
