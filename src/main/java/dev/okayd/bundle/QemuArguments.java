package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.DeviceSpec;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arguments of QEMU, a device on each line, words apart by spaces, so that a shell can take them as
 * {@code $(cat qemu.args)}.
 */
final class QemuArguments {
  /**
   * QEMU's transports are legacy ones unless they are told otherwise; grants, and some types of
   * devices, need the other kind.
   */
  static final String MODERN = "-global virtio-mmio.force-legacy=false";

  /** hw/9pfs/9p.h: MAX_TAG_LEN. */
  private static final int LONGEST_9P_TAG = 31;

  /** Virtio specification, 5.11.4: the tag of a file system device is 36 bytes. */
  private static final int LONGEST_FS_TAG = 36;

  private final Blueprint blueprint;

  private QemuArguments(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** qemu.args: all of a guest that QEMU itself runs. */
  static String ofMachine(Blueprint blueprint) {
    List<String> lines = new ArrayList<>();
    lines.add("-dtb guest.dtb");
    lines.add(MODERN);
    blueprint.spec().machineOrUnknown().vcpus().ifPresent(count -> lines.add("-smp " + count));
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

  /** Daemons of vhost-user map the guest's memory, so that it has to be shared with them. */
  private static List<String> memory(int mib, Blueprint blueprint) {
    boolean isShared =
        blueprint.plan().slots().stream()
            .anyMatch(planned -> planned.type().needsVhostUserInQemu());
    return isShared
        ? List.of(
            "-m " + mib,
            "-object memory-backend-memfd,id=guest_ram,size=%dM,share=on".formatted(mib),
            "-machine memory-backend=guest_ram")
        : List.of("-m " + mib);
  }

  /** The arguments of one device, its host's side first. */
  static List<String> of(Blueprint blueprint, PlannedSlot planned) {
    return new QemuArguments(blueprint).device(planned);
  }

  private List<String> device(PlannedSlot planned) {
    String name = id(planned.device());
    String bus =
        bus(planned).map(there -> ",bus=" + there).orElse("")
            + (planned.grants().isPresent() ? ",iommu_platform=on" : "");
    Optional<String> source =
        blueprint.spec().devices().stream()
            .filter(device -> device.name().equals(planned.device()))
            .findFirst()
            .flatMap(DeviceSpec::source);
    String from = source.orElse("SOURCE-OF-" + planned.device());
    return switch (planned.type()) {
      case BLK ->
          List.of(
              "-drive if=none,id=%s,format=raw,file=%s".formatted(name, from),
              "-device virtio-blk-device,drive=%s%s".formatted(name, bus));
      case NET ->
          List.of(
              source
                  .map(bridge -> "-netdev bridge,id=%s,br=%s".formatted(name, bridge))
                  .orElse("-netdev user,id=" + name),
              "-device virtio-net-device,netdev=%s%s".formatted(name, bus));
      case CONSOLE ->
          List.of(
              "-chardev pty,id=" + name,
              "-device virtio-serial-device%s".formatted(bus),
              "-device virtconsole,chardev=" + name);
      case P9 ->
          List.of(
              "-fsdev local,id=%s,security_model=mapped-xattr,path=%s".formatted(name, from),
              "-device virtio-9p-device,fsdev=%s,mount_tag=%s%s"
                  .formatted(name, shortened(planned.device(), LONGEST_9P_TAG), bus));
      case VSOCK ->
          List.of("-device vhost-vsock-device,guest-cid=%s%s".formatted(source.orElse("3"), bus));
      case FS ->
          List.of(
              "-chardev socket,id=%s,path=%s".formatted(name, from),
              "-device vhost-user-fs-device,chardev=%s,tag=%s%s"
                  .formatted(name, shortened(planned.device(), LONGEST_FS_TAG), bus));
      case I2C, GPIO, SOUND, SCSI ->
          List.of(
              "-chardev socket,id=%s,path=%s".formatted(name, from),
              "-device %s,chardev=%s%s".formatted(vhostUserName(planned.type()), name, bus));
      case CRYPTO ->
          List.of(
              "-object cryptodev-backend-builtin,id=" + name,
              "-device virtio-crypto-device,cryptodev=%s%s".formatted(name, bus));
      case RNG, BALLOON, GPU, INPUT ->
          List.of("-device %s,id=%s%s".formatted(deviceName(planned.type()), name, bus));
      case IOMMU, MEM, PMEM -> List.of(); // QEMU has them on PCI only; a warning says so
      case UNKNOWN -> List.of(); // a later okayd knows the arguments
    };
  }

  /**
   * QEMU's ids begin with a letter; no device has a name with a low line, as okayd's own ids do.
   */
  private static String id(String device) {
    return Character.isDigit(device.charAt(0)) ? "n_" + device : device;
  }

  private static String shortened(String device, int longest) {
    return device.substring(0, Math.min(device.length(), longest));
  }

  private static String vhostUserName(DeviceType type) {
    return switch (type) {
      case SCSI -> "vhost-user-scsi";
      case SOUND -> "vhost-user-snd";
      default -> "vhost-user-" + type + "-device";
    };
  }

  private static String deviceName(DeviceType type) {
    return type == DeviceType.INPUT ? "virtio-keyboard-device" : "virtio-" + type + "-device";
  }

  /** QEMU numbers the buses of transports as the machine makes them. */
  private Optional<String> bus(PlannedSlot planned) {
    return planned
        .transport()
        .or(() -> planned.slot().index().map(slot -> "virtio-mmio-bus." + busNumber(slot)));
  }

  /**
   * The xenpvh machine makes its transports from the highest address down
   * (xen_create_virtio_mmio_devices in QEMU's hw/xen/xen-pvh-common.c).
   */
  private int busNumber(int slot) {
    return Optional.ofNullable(blueprint.platform().window().servedSlots().get(Daemon.QEMU_XENPVH))
        .map(transports -> transports - 1 - slot)
        .orElse(slot);
  }
}
