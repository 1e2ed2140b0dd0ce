package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the guest sees of a device.
 *
 * @param status live value of the node's property
 * @param platformDevice such as {@code a003e00.virtio_mmio}
 * @param driver of the platform device
 * @param virtioDevice such as {@code virtio0}
 * @param virtioId device ID of the virtio device
 * @param virtioDriver of the virtio device
 * @param virtioStatus bits of the virtio device's status (virtio 1.2, 2.1), if the agent shows them
 * @param readable whether a first sector of a block device could be read, if the agent was to try
 * @param carrier whether a network interface has a carrier, if the agent was to look
 */
public record Proof(
    Optional<String> status,
    Optional<String> platformDevice,
    Optional<String> driver,
    Optional<String> virtioDevice,
    Optional<Integer> virtioId,
    Optional<String> virtioDriver,
    Optional<Integer> virtioStatus,
    Optional<Boolean> readable,
    Optional<Boolean> carrier) {
  /** The driver is set up and ready to drive the device. */
  private static final int DRIVER_OK = 4;

  @JsonCreator
  public Proof {
    FieldBounds.requireAtMost(64, "status", status);
    FieldBounds.requireAtMost(128, "platformDevice", platformDevice);
    FieldBounds.requireAtMost(64, "driver", driver);
    FieldBounds.requireAtMost(64, "virtioDevice", virtioDevice);
    FieldBounds.requireAtMost(64, "virtioDriver", virtioDriver);
    Stream.of(status, platformDevice, driver, virtioDevice, virtioDriver)
        .flatMap(Optional::stream)
        .forEach(FieldBounds::requireNotEmpty);
    virtioId.ifPresent(id -> FieldBounds.requireBetween(0, 0xffff, "virtioId", id));
    virtioStatus.ifPresent(bits -> FieldBounds.requireBetween(0, 0xff, "virtioStatus", bits));
  }

  /** What an agent shows that does not look behind the driver. */
  public Proof(
      Optional<String> status,
      Optional<String> platformDevice,
      Optional<String> driver,
      Optional<String> virtioDevice,
      Optional<Integer> virtioId,
      Optional<String> virtioDriver) {
    this(
        status,
        platformDevice,
        driver,
        virtioDevice,
        virtioId,
        virtioDriver,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the node is enabled; Linux takes these two values for it, and nothing else. */
  public boolean nodeIsOkay() {
    return status.filter(value -> value.equals("okay") || value.equals("ok")).isPresent();
  }

  /**
   * Whether there is a driver on the transport, and one on the virtio device behind it, which says
   * so to the device if the agent shows that.
   *
   * @param expectedId device ID that the virtio device has to have, if it is known
   */
  public boolean provesBound(Optional<Integer> expectedId) {
    return nodeIsOkay()
        && platformDevice.isPresent()
        && driver.isPresent()
        && virtioDevice.isPresent()
        && virtioId.filter(id -> expectedId.map(id::equals).orElse(true)).isPresent()
        && virtioDriver.isPresent()
        && virtioStatus.filter(bits -> (bits & DRIVER_OK) == 0).isEmpty();
  }

  /** Whether there is no driver on the transport, and no virtio device behind it. */
  public boolean provesUnbound() {
    return driver.isEmpty() && virtioDevice.isEmpty();
  }

  /** Whether nothing is left of the device. */
  public boolean provesAbsence() {
    return !nodeIsOkay() && platformDevice.isEmpty() && virtioDevice.isEmpty();
  }
}
