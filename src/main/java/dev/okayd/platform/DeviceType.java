package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A kind of virtio device, by the name of Linux's driver for it and the number of the virtio
 * specification (§5).
 */
public enum DeviceType {
  NET(1),
  BLK(2),
  CONSOLE(3),
  RNG(4),
  BALLOON(5),
  SCSI(8),
  P9(9),
  GPU(16),
  INPUT(18),
  VSOCK(19),
  CRYPTO(20),
  IOMMU(23),
  MEM(24),
  SOUND(25),
  FS(26),
  PMEM(27),
  I2C(34),
  GPIO(41),

  /** Any other one, whose number the spec may say: it keeps its slot, and okayd knows no more. */
  OTHER(0),

  /** One that only a later version of okayd knows; no spec can ask for it. */
  @JsonEnumDefaultValue
  UNKNOWN(-1);

  /** Those that a spec can ask for. */
  public static final List<DeviceType> KNOWN =
      Arrays.stream(values()).filter(type -> type != UNKNOWN).toList();

  private final int virtioId;

  DeviceType(int virtioId) {
    this.virtioId = virtioId;
  }

  /**
   * The device ID that the transport shows, and that a bound driver's {@code device} file in sysfs
   * shows; empty if the type alone does not say it.
   */
  public Optional<Integer> virtioId() {
    return this == OTHER ? Optional.empty() : Optional.of(virtioId);
  }

  /** The type that has a virtio ID, if okayd has a name for it. */
  public static Optional<DeviceType> withVirtioId(int id) {
    return KNOWN.stream()
        .filter(type -> type.virtioId().filter(known -> known == id).isPresent())
        .findFirst();
  }

  /** Whether QEMU leaves the device to a daemon of its own, over vhost-user (hw/virtio). */
  public boolean needsVhostUserInQemu() {
    return switch (this) {
      case I2C, GPIO, FS, SOUND, SCSI -> true;
      default -> false;
    };
  }

  /**
   * What QEMU calls the device on virtio-mmio; empty for what it has on PCI alone (hw/virtio), and
   * for what okayd has no name for.
   */
  public Optional<String> qemuDevice() {
    return switch (this) {
      case BLK, NET, P9, CRYPTO, RNG, BALLOON, GPU -> Optional.of("virtio-" + this + "-device");
      case CONSOLE -> Optional.of("virtio-serial-device");
      case INPUT -> Optional.of("virtio-keyboard-device");
      case VSOCK -> Optional.of("vhost-vsock-device");
      case I2C, GPIO, FS -> Optional.of("vhost-user-" + this + "-device");
      case SCSI -> Optional.of("vhost-user-scsi");
      case SOUND -> Optional.of("vhost-user-snd");
      case IOMMU, MEM, PMEM, OTHER, UNKNOWN -> Optional.empty();
    };
  }

  /**
   * Name of the child that the device's node has: other nodes refer to its lines or its bus, so it
   * has a node of its own (bindings virtio/virtio-device.yaml).
   */
  public Optional<String> child() {
    return switch (this) {
      case I2C -> Optional.of("i2c");
      case GPIO -> Optional.of("gpio");
      default -> Optional.empty();
    };
  }

  /**
   * The type of this name, such as {@code blk}.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static DeviceType of(String name) {
    return KNOWN.stream()
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no device type; known are %s"
                        .formatted(
                            name,
                            KNOWN.stream()
                                .map(DeviceType::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @JsonValue
  @Override
  public String toString() {
    return this == P9 ? "9p" : name().toLowerCase(Locale.ROOT);
  }
}
