package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the guest sees of a device.
 *
 * @param status live value of the node's {@code status} property
 * @param platformDevice such as {@code a003e00.virtio_mmio}
 * @param driver of the platform device
 * @param virtioDevice such as {@code virtio0}
 * @param virtioId device ID of the virtio device
 * @param virtioDriver of the virtio device
 * @param virtioStatus bits of the virtio device's status (virtio 1.2, 2.1), if the agent sends them
 * @param readable whether the agent could read the first sector of a block device, if the command
 *     asked for it
 * @param carrier whether a network interface has a carrier, if the command asked for it
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
  /** Status bit: the driver is set up and ready. */
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

  /** A proof without the checks beyond the driver. */
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

  /** Whether the node is enabled; Linux accepts exactly these two values. */
  public boolean nodeIsOkay() {
    return status.filter(value -> value.equals("okay") || value.equals("ok")).isPresent();
  }

  /**
   * Whether a driver is bound to the transport, and another to its virtio device; the virtio driver
   * must have set DRIVER_OK, if the agent sends the status bits.
   *
   * @param expectedId the expected device ID of the virtio device, if it is known
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

  /** Whether no driver is bound to the transport, and it has no virtio device. */
  public boolean provesUnbound() {
    return driver.isEmpty() && virtioDevice.isEmpty();
  }

  /** Whether the device is gone. */
  public boolean provesAbsence() {
    return !nodeIsOkay() && platformDevice.isEmpty() && virtioDevice.isEmpty();
  }
}
