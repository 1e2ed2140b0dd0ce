package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.XlDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes xl.cfg: the part of the guest's configuration that the plan determines
 * (docs/man/xl.cfg.5.pod.in). It does not list gated devices, because xl would create nodes for
 * them; their nodes are in the partial tree.
 */
final class XlConfig {
  private static final String VUART = "vuart = \"sbsa_uart\"";

  private final Blueprint blueprint;
  private final KeyTableFile file;

  private XlConfig(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.file =
        new KeyTableFile(blueprint.platform().keyTable("xl.cfg"), blueprint.spec().version());
  }

  static String text(String guest, Blueprint blueprint) {
    XlConfig config = new XlConfig(blueprint);
    config.file.line("# Add this to the xl.cfg of the guest; it has no kernel and ramdisk.");
    config.file.set("name", "name = \"%s\"".formatted(guest));
    if (blueprint.spec().machineOrUnknown().startsPaused()) {
      config.file.line(
          "# Create the guest with \"xl create -p\"; run \"xl unpause\" when a backend serves every rebind slot.");
      // on reboot, xl creates the guest again without pausing it (xl_vmcontrol.c)
      config.file.set("on_reboot", "on_reboot = \"destroy\"");
    }
    config.machine();
    config.file.set("device_tree", "device_tree = \"guest.dtb\"");
    config.interrupts();
    config.disks();
    switch (blueprint.platform().xlDialect()) {
      case UPSTREAM, EPAM -> config.virtio();
      case AMD -> config.nics();
    }
    config.file.newerKeys().ifPresent(keys -> config.file.line("# " + keys));
    return config.file.toString();
  }

  private void machine() {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    machine.vcpus().ifPresent(count -> file.set("vcpus", "vcpus = " + count));
    machine.memoryMib().ifPresent(mib -> file.set("memory", "memory = " + mib));
    machine
        .trapUnmappedAccesses()
        .filter(trap -> file.has("trap_unmapped_accesses"))
        .ifPresent(
            trap ->
                file.set("trap_unmapped_accesses", "trap_unmapped_accesses = " + (trap ? 1 : 0)));
  }

  private void interrupts() {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    if (file.has("nr_spis")) {
      file.set("nr_spis", "nr_spis = " + XenInterrupts.sharedInterrupts(blueprint));
    }
    if (machine.hasVuart()) {
      file.set("vuart", VUART);
    } else if (blueprint.spec().needsVuart(blueprint.platform())) {
      file.line("# This xl has no nr_spis; with a vuart the guest has 32 shared interrupts.");
      file.set("vuart", VUART);
    } else if (blueprint.spec().version().isEmpty() && machine.passthroughInterrupts().isEmpty()) {
      file.line(
          "# Before Xen 4.19 there is no nr_spis; use this line there for 32 shared interrupts:");
      file.line("# " + VUART);
    }
    if (!machine.passthroughInterrupts().isEmpty()) {
      file.set(
          "irqs",
          machine.passthroughInterrupts().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", ", "irqs = [ ", " ]")));
    }
  }

  private List<DeviceSpec> bootDevices(boolean disks) {
    return blueprint.spec().devices().stream()
        .filter(device -> device.kind() == SlotKind.BOOT)
        .filter(device -> (device.type() == DeviceType.BLK) == disks)
        .toList();
  }

  private void disks() {
    List<DeviceSpec> disks = bootDevices(true);
    if (disks.stream().anyMatch(this::needsGrantUsageForUnknownRelease)) {
      file.line("# Before Xen 4.19 xl refuses grant_usage of a disk: set the version in the spec.");
    }
    list("disk", disks, this::disk);
  }

  private void virtio() {
    List<DeviceSpec> devices = bootDevices(false);
    if (!devices.isEmpty() && blueprint.spec().version().isEmpty()) {
      file.line("# Before Xen 4.18 xl silently ignores virtio=, and these devices are missing.");
    }
    list("virtio", devices, this::virtio);
  }

  /** AMD's xl supports only NICs here; a comment reports every other device. */
  private void nics() {
    list(
        "vif",
        bootDevices(false).stream().filter(device -> device.type() == DeviceType.NET).toList(),
        this::nic);
    bootDevices(false).stream()
        .filter(device -> device.type() != DeviceType.NET)
        .forEach(
            device ->
                file.line(
                    "# This xl starts guests only with disks and NICs, not with \"%s\"; make it gated."
                        .formatted(device.name())));
  }

  private void list(String name, List<DeviceSpec> devices, Function<DeviceSpec, String> entry) {
    if (!devices.isEmpty()) {
      file.set(
          name,
          devices.stream()
              .map(device -> "    \"" + entry.apply(device) + "\"")
              .collect(Collectors.joining(",\n", name + " = [\n", "\n]")));
    }
  }

  /** xl requires {@code vdev}; the guest does not see it. */
  private String disk(DeviceSpec device) {
    char letter = (char) ('a' + bootDevices(true).indexOf(device));
    List<String> words = new ArrayList<>();
    words.add(file.word("disk", "format", "raw"));
    words.add(file.word("disk", "vdev", "xvd" + letter));
    words.add(file.word("disk", "access", "rw"));
    words.add(file.word("disk", "backendtype", "standalone"));
    words.add(file.word("disk", "specification", "virtio"));
    words.add(file.word("disk", "backend", backend(device)));
    if (writesGrantUsage(device)) {
      words.add(file.word("disk", "grant_usage", grants(device)));
    }
    words.add(file.word("disk", "target", device.source().orElse("SOURCE-OF-" + device.name())));
    return String.join(", ", words);
  }

  /** The plan already matches the default of releases without grant_usage. */
  private boolean writesGrantUsage(DeviceSpec device) {
    return blueprint.platform().xlDialect() != XlDialect.AMD
        && file.has("disk.grant_usage")
        && (blueprint.spec().version().isPresent() || needsGrantUsageForUnknownRelease(device));
  }

  /** An unknown release may refuse the keyword, so okayd writes it only if xl's default differs. */
  private boolean needsGrantUsageForUnknownRelease(DeviceSpec device) {
    boolean byDefault = blueprint.spec().backend(device.backend()).runsOutsideDomain0();
    return blueprint.platform().xlDialect() != XlDialect.AMD
        && blueprint.spec().version().isEmpty()
        && byDefault != device.grants().orElse(false);
  }

  private String nic(DeviceSpec device) {
    List<String> words = new ArrayList<>();
    words.add(file.word("vif", "model", "virtio-net"));
    words.add(file.word("vif", "backend", backend(device)));
    device.source().ifPresent(bridge -> words.add(file.word("vif", "bridge", bridge)));
    return String.join(", ", words);
  }

  private String virtio(DeviceSpec device) {
    return String.join(
        ", ",
        file.word("virtio", "backend", backend(device)),
        file.word(
            "virtio",
            "type",
            XenstoreType.of(
                device.type(), device.virtioId(), blueprint.spec().backend(device.backend()))),
        file.word("virtio", "transport", "mmio"),
        file.word("virtio", "grant_usage", grants(device)));
  }

  private String backend(DeviceSpec device) {
    BackendSpec backend = blueprint.spec().backend(device.backend());
    return backend.domid().map(String::valueOf).orElse(backend.name());
  }

  private static int grants(DeviceSpec device) {
    return device.grants().orElse(false) ? 1 : 0;
  }
}
