package dev.okayd.plan;

import java.util.List;
import java.util.Objects;

/**
 * What a guest is to be: the same document in a PUT request and in a file for the command line.
 *
 * @param platform name of the platform that it runs on
 * @param devices in the order in which the toolstack starts those in boot slots
 */
public record GuestSpec(String platform, List<DeviceSpec> devices) {

  public GuestSpec {
    if (devices.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("A device is null; leave it out, or say what it is");
    }
    devices = List.copyOf(devices);
  }
}
