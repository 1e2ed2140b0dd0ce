package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The arguments of QEMU, one device per line. Spaces separate words, so a shell can use {@code
 * $(cat qemu.args)}.
 */
final class QemuArguments {
  /**
   * QEMU's transports are legacy by default. Grants and some device types need modern transports.
   */
  static final String MODERN = QemuOption.global("virtio-mmio.force-legacy", false);

  /** hw/9pfs/9p.h: MAX_TAG_LEN. */
  private static final int MAX_9P_TAG = 31;

  /** Virtio specification, 5.11.4: the tag of a file system device is 36 bytes. */
  private static final int MAX_FS_TAG = 36;

  private static final String SHARED_MEMORY = "guest_ram";

  private final Blueprint blueprint;

  private QemuArguments(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** qemu.args: the arguments for a guest that QEMU runs. */
  static String ofMachine(Blueprint blueprint) {
    List<String> lines = new ArrayList<>();
    lines.add(QemuOption.value("-dtb", "guest.dtb"));
    lines.add(MODERN);
    blueprint
        .spec()
        .machineOrUnknown()
        .vcpus()
        .ifPresent(count -> lines.add(QemuOption.value("-smp", count)));
    blueprint
        .spec()
        .machineOrUnknown()
        .memoryMib()
        .ifPresent(mib -> lines.addAll(memory(mib, blueprint)));
    blueprint
        .plan()
        .slots()
        .forEach(planned -> lines.addAll(new QemuArguments(blueprint).device(planned)));
    return String.join("\n", lines) + "\n";
  }

  /** vhost-user daemons map the guest's memory, so it must be shared. */
  private static List<String> memory(int mib, Blueprint blueprint) {
    boolean isShared =
        blueprint.plan().slots().stream()
            .anyMatch(planned -> planned.type().needsVhostUserInQemu());
    List<String> lines = new ArrayList<>();
    lines.add(QemuOption.value("-m", mib));
    if (isShared) {
      lines.add(
          QemuOption.of("-object", "memory-backend-memfd")
              .with("id", SHARED_MEMORY)
              .with("size", mib + "M")
              .with("share", "on")
              .toString());
      lines.add(QemuOption.properties("-machine").with("memory-backend", SHARED_MEMORY).toString());
    }
    return lines;
  }

  /** The arguments of one device, host side first. */
  static List<String> of(Blueprint blueprint, PlannedSlot planned) {
    return new QemuArguments(blueprint).device(planned);
  }

  private List<String> device(PlannedSlot planned) {
    return planned
        .type()
        .qemuDevice() // a warning reports the other types
        .map(device -> Stream.of(host(planned), List.of(device(planned, device)), port(planned)))
        .map(parts -> parts.flatMap(List::stream).map(QemuOption::toString).toList())
        .orElse(List.of());
  }

  private QemuOption device(PlannedSlot planned, String device) {
    QemuOption option = QemuOption.of("-device", device);
    String name = id(planned.device());
    switch (planned.type()) {
      case BLK -> option.with("drive", name);
      case NET -> option.with("netdev", name);
      case P9 ->
          option.with("fsdev", name).with("mount_tag", shortened(planned.device(), MAX_9P_TAG));
      case VSOCK -> option.with("guest-cid", source(planned).orElse("3"));
      case FS -> option.with("chardev", name).with("tag", shortened(planned.device(), MAX_FS_TAG));
      case I2C, GPIO, SOUND, SCSI -> option.with("chardev", name);
      case CRYPTO -> option.with("cryptodev", name);
      case RNG, BALLOON, GPU, INPUT -> option.with("id", name);
      case CONSOLE, IOMMU, MEM, PMEM, OTHER, UNKNOWN -> {
        // no option refers to another one
      }
    }
    bus(planned).ifPresent(bus -> option.with("bus", bus));
    if (planned.grants().isPresent()) {
      option.with("iommu_platform", "on");
    }
    return option;
  }

  /** The host side of a device. */
  private List<QemuOption> host(PlannedSlot planned) {
    String name = id(planned.device());
    String from = source(planned).orElse("SOURCE-OF-" + planned.device());
    return switch (planned.type()) {
      case BLK ->
          List.of(
              QemuOption.properties("-drive")
                  .with("if", "none")
                  .with("id", name)
                  .with("format", "raw")
                  .with("file", from));
      case NET ->
          List.of(
              source(planned)
                  .map(
                      bridge ->
                          QemuOption.of("-netdev", "bridge").with("id", name).with("br", bridge))
                  .orElseGet(() -> QemuOption.of("-netdev", "user").with("id", name)));
      case CONSOLE -> List.of(QemuOption.of("-chardev", "pty").with("id", name));
      case P9 ->
          List.of(
              QemuOption.of("-fsdev", "local")
                  .with("id", name)
                  .with("security_model", "mapped-xattr")
                  .with("path", from));
      case FS, I2C, GPIO, SOUND, SCSI ->
          List.of(QemuOption.of("-chardev", "socket").with("id", name).with("path", from));
      case CRYPTO ->
          List.of(QemuOption.of("-object", "cryptodev-backend-builtin").with("id", name));
      case VSOCK, RNG, BALLOON, GPU, INPUT, IOMMU, MEM, PMEM, OTHER, UNKNOWN -> List.of();
    };
  }

  /** The devices on a device that is itself a bus. */
  private List<QemuOption> port(PlannedSlot planned) {
    return planned.type() == DeviceType.CONSOLE
        ? List.of(QemuOption.of("-device", "virtconsole").with("chardev", id(planned.device())))
        : List.of();
  }

  private Optional<String> source(PlannedSlot planned) {
    return blueprint.spec().devices().stream()
        .filter(device -> device.name().equals(planned.device()))
        .findFirst()
        .flatMap(DeviceSpec::source);
  }

  /**
   * QEMU's ids start with a letter. Device names contain no underscore, so okayd's own ids do not
   * collide with them.
   */
  private static String id(String device) {
    return Character.isDigit(device.charAt(0)) ? "n_" + device : device;
  }

  private static String shortened(String device, int maxLength) {
    return device.substring(0, Math.min(device.length(), maxLength));
  }

  /** The bus of a slot. QEMU numbers the buses in the order in which the machine creates them. */
  private Optional<String> bus(PlannedSlot planned) {
    return planned
        .transport()
        .or(() -> planned.slot().index().map(slot -> "virtio-mmio-bus." + busNumber(slot)));
  }

  /**
   * The xenpvh machine creates its transports from the highest address down
   * (xen_create_virtio_mmio_devices in QEMU's hw/xen/xen-pvh-common.c).
   */
  private int busNumber(int slot) {
    return Optional.ofNullable(blueprint.platform().window().servedSlots().get(Daemon.QEMU_XENPVH))
        .map(transports -> transports - 1 - slot)
        .orElse(slot);
  }
}
