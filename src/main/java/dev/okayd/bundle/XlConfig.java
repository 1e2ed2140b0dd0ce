package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.DeviceSpec;
import dev.okayd.plan.DeviceType;
import dev.okayd.plan.GuestBackend;
import dev.okayd.plan.MachineSpec;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.Version;
import dev.okayd.platform.XlDialect;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * xl.cfg: the part of the guest's configuration that goes with the plan (docs/man/xl.cfg.5.pod.in).
 * Gated devices are not in it, for xl would make nodes for them; the partial tree has theirs.
 */
final class XlConfig {
  /** The first version whose xl knows {@code grant_usage} of disks. */
  private static final Version HAS_GRANTS_OF_DISKS = new Version(4, 19);

  /** The first version whose xl knows {@code trap_unmapped_accesses}. */
  private static final Version HAS_TRAP = new Version(4, 21);

  private final Blueprint blueprint;
  private final StringBuilder text = new StringBuilder();

  private XlConfig(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  static String text(String guest, Blueprint blueprint) {
    XlConfig config = new XlConfig(blueprint);
    config.line("# Add to the xl.cfg of the guest; kernel and ramdisk are not in it.");
    config.line("name = \"%s\"".formatted(guest));
    config.machine();
    config.line("device_tree = \"guest.dtb\"");
    config.interrupts();
    config.disks();
    switch (blueprint.platform().xlDialect()) {
      case UPSTREAM -> config.virtio();
      case AMD -> config.nics();
    }
    return config.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void machine() {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    machine.vcpus().ifPresent(count -> line("vcpus = " + count));
    machine.memoryMib().ifPresent(mib -> line("memory = " + mib));
    machine
        .trapUnmappedAccesses()
        .filter(trap -> isFrom(HAS_TRAP))
        .ifPresent(trap -> line("trap_unmapped_accesses = " + (trap ? 1 : 0)));
  }

  private boolean isFrom(Version version) {
    return blueprint.spec().version().map(known -> known.compareTo(version) >= 0).orElse(true);
  }

  private void interrupts() {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    boolean hasNrSpis = !blueprint.spec().hasNoNrSpis(blueprint.platform());
    if (hasNrSpis) {
      line("nr_spis = " + XenInterrupts.sharedInterrupts(blueprint));
    }
    if (machine.hasVuart()) {
      line("vuart = \"sbsa_uart\"");
    } else if (blueprint.spec().needsVuart(blueprint.platform())) {
      line("# This xl has no nr_spis; with a vuart the guest has 32 shared interrupts.");
      line("vuart = \"sbsa_uart\"");
    } else if (blueprint.spec().version().isEmpty() && machine.passthroughInterrupts().isEmpty()) {
      line("# Before Xen 4.19 there is no nr_spis; there, take this for 32 shared interrupts:");
      line("# vuart = \"sbsa_uart\"");
    }
    if (!machine.passthroughInterrupts().isEmpty()) {
      line(
          machine.passthroughInterrupts().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", ", "irqs = [ ", " ]")));
    }
  }

  private List<DeviceSpec> boot(boolean disks) {
    return blueprint.spec().devices().stream()
        .filter(device -> device.kind() == SlotKind.BOOT)
        .filter(device -> (device.type() == DeviceType.BLK) == disks)
        .toList();
  }

  private void disks() {
    list("disk", boot(true), this::disk);
  }

  private void virtio() {
    list("virtio", boot(false), this::virtio);
  }

  /** What is no NIC cannot be said there; it is a line that tells so. */
  private void nics() {
    list(
        "vif",
        boot(false).stream().filter(device -> device.type() == DeviceType.NET).toList(),
        this::nic);
    boot(false).stream()
        .filter(device -> device.type() != DeviceType.NET)
        .forEach(
            device ->
                line(
                    "# This xl starts a guest with disks and NICs alone, not with \"%s\"; gate it."
                        .formatted(device.name())));
  }

  private void list(String name, List<DeviceSpec> devices, Function<DeviceSpec, String> entry) {
    if (!devices.isEmpty()) {
      line(
          devices.stream()
              .map(device -> "    \"" + entry.apply(device) + "\"")
              .collect(Collectors.joining(",\n", name + " = [\n", "\n]")));
    }
  }

  /** {@code vdev} has to be there; the guest does not see it. */
  private String disk(DeviceSpec device) {
    char letter = (char) ('a' + boot(true).indexOf(device));
    return "format=raw, vdev=xvd%c, access=rw, backendtype=standalone, specification=virtio, %s, %starget=%s"
        .formatted(
            letter,
            backend(device),
            grantsOfDisk(device),
            device.source().orElse("SOURCE-OF-" + device.name()));
  }

  /** Where xl does not know it, backends outside of domain 0 use grants, and in AMD's tree all. */
  private String grantsOfDisk(DeviceSpec device) {
    return isFrom(HAS_GRANTS_OF_DISKS) && blueprint.platform().xlDialect() == XlDialect.UPSTREAM
        ? "grant_usage=%d, ".formatted(grants(device))
        : "";
  }

  private String nic(DeviceSpec device) {
    return "model=virtio-net, "
        + backend(device)
        + device.source().map(bridge -> ", bridge=" + bridge).orElse("");
  }

  private String virtio(DeviceSpec device) {
    return "%s, type=%s, transport=mmio, grant_usage=%d"
        .formatted(
            backend(device),
            XenstoreType.of(device.type(), blueprint.spec().backend(device.backend())),
            grants(device));
  }

  private String backend(DeviceSpec device) {
    GuestBackend backend = blueprint.spec().backend(device.backend());
    return "backend=" + backend.domid().map(String::valueOf).orElse(backend.name());
  }

  private static int grants(DeviceSpec device) {
    return device.grants().orElse(false) ? 1 : 0;
  }
}
