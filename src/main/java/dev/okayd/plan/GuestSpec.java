package dev.okayd.plan;

import java.util.List;

/**
 * What a guest is to be: the same document in a PUT request and in a file for the command line.
 *
 * @param platform name of the platform that it runs on
 * @param devices in the order in which the toolstack starts those in boot slots
 */
public record GuestSpec(String platform, List<DeviceSpec> devices) {

  public GuestSpec {
    devices = List.copyOf(devices);
  }
}
