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
 * A type of virtio device, with the name of its Linux driver and the device ID of the virtio
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

  /** Any other type. The guest spec may name its device ID; okayd knows nothing else about it. */
  OTHER(0),

  /** A type of a later version of okayd; a spec cannot ask for it. */
  @JsonEnumDefaultValue
  UNKNOWN(-1);

  /** The types that a spec can ask for. */
  public static final List<DeviceType> KNOWN =
      Arrays.stream(values()).filter(type -> type != UNKNOWN).toList();

  private final int virtioId;

  DeviceType(int virtioId) {
    this.virtioId = virtioId;
  }

  /**
   * The device ID in the transport's registers and in the {@code device} file in sysfs. Empty if
   * the type does not determine the ID.
   */
  public Optional<Integer> virtioId() {
    return this == OTHER ? Optional.empty() : Optional.of(virtioId);
  }

  /** The type with a virtio device ID, if okayd has a name for it. */
  public static Optional<DeviceType> withVirtioId(int id) {
    return KNOWN.stream()
        .filter(type -> type.virtioId().filter(known -> known == id).isPresent())
        .findFirst();
  }

  /** Whether QEMU needs a separate vhost-user daemon for the device (hw/virtio). */
  public boolean needsVhostUserInQemu() {
    return switch (this) {
      case I2C, GPIO, FS, SOUND, SCSI -> true;
      default -> false;
    };
  }

  /**
   * QEMU's name of the device on virtio-mmio. Empty for types that QEMU has only on PCI
   * (hw/virtio), and for types without a name in okayd.
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
   * Name of the child node of the device's node. Other nodes refer to the GPIO lines or the I2C
   * bus, so the device needs its own node (bindings virtio/virtio-device.yaml).
   */
  public Optional<String> child() {
    return switch (this) {
      case I2C -> Optional.of("i2c");
      case GPIO -> Optional.of("gpio");
      default -> Optional.empty();
    };
  }

  /**
   * The type with a name, such as {@code blk}.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  @JsonCreator
  public static DeviceType of(String name) {
    return KNOWN.stream()
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not a device type; known types are %s"
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
