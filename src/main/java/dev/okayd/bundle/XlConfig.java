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
 * xl.cfg: the part of the guest's configuration that goes with the plan (docs/man/xl.cfg.5.pod.in).
 * Gated devices are not in it, for xl would make nodes for them; the partial tree has theirs.
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
    config.file.line("# Add to the xl.cfg of the guest; kernel and ramdisk are not in it.");
    config.file.set("name", "name = \"%s\"".formatted(guest));
    if (blueprint.spec().machineOrUnknown().startsPaused()) {
      config.file.line(
          "# Create it with \"xl create -p\"; \"xl unpause\" it when somebody answers in every rebind slot.");
      // xl creates a guest that reboots anew, and not paused (xl_vmcontrol.c)
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
          "# Before Xen 4.19 there is no nr_spis; there, take this for 32 shared interrupts:");
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

  private List<DeviceSpec> boot(boolean disks) {
    return blueprint.spec().devices().stream()
        .filter(device -> device.kind() == SlotKind.BOOT)
        .filter(device -> (device.type() == DeviceType.BLK) == disks)
        .toList();
  }

  private void disks() {
    List<DeviceSpec> disks = boot(true);
    if (disks.stream().anyMatch(this::saysGrantsToAnyRelease)) {
      file.line(
          "# Before Xen 4.19 xl refuses grant_usage of a disk: name the version in the spec.");
    }
    list("disk", disks, this::disk);
  }

  private void virtio() {
    List<DeviceSpec> devices = boot(false);
    if (!devices.isEmpty() && blueprint.spec().version().isEmpty()) {
      file.line(
          "# Before Xen 4.18 xl passes over virtio= without a word, and there is no such device.");
    }
    list("virtio", devices, this::virtio);
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
                file.line(
                    "# This xl starts a guest with disks and NICs alone, not with \"%s\"; gate it."
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

  /** {@code vdev} has to be there; the guest does not see it. */
  private String disk(DeviceSpec device) {
    char letter = (char) ('a' + boot(true).indexOf(device));
    List<String> words = new ArrayList<>();
    words.add(file.word("disk", "format", "raw"));
    words.add(file.word("disk", "vdev", "xvd" + letter));
    words.add(file.word("disk", "access", "rw"));
    words.add(file.word("disk", "backendtype", "standalone"));
    words.add(file.word("disk", "specification", "virtio"));
    words.add(file.word("disk", "backend", backend(device)));
    if (saysGrants(device)) {
      words.add(file.word("disk", "grant_usage", grants(device)));
    }
    words.add(file.word("disk", "target", device.source().orElse("SOURCE-OF-" + device.name())));
    return String.join(", ", words);
  }

  /** What a release cannot be told, the plan has as that release does it. */
  private boolean saysGrants(DeviceSpec device) {
    return blueprint.platform().xlDialect() != XlDialect.AMD
        && file.has("disk.grant_usage")
        && (blueprint.spec().version().isPresent() || saysGrantsToAnyRelease(device));
  }

  /** Of an unknown release, which may refuse the word: only what it would not do without it. */
  private boolean saysGrantsToAnyRelease(DeviceSpec device) {
    boolean byDefault = blueprint.spec().backend(device.backend()).outsideOfDomain0();
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
