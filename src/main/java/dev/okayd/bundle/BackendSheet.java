package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.Toolstack;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the sheet of a backend: base and interrupt of each device, in the notation of the daemon.
 */
final class BackendSheet {
  private final Blueprint blueprint;
  private final BackendSpec backend;
  private final StringBuilder text = new StringBuilder();

  private BackendSheet(Blueprint blueprint, BackendSpec backend) {
    this.blueprint = blueprint;
    this.backend = backend;
  }

  static String text(String name, Blueprint blueprint) {
    BackendSheet sheet = new BackendSheet(blueprint, blueprint.spec().backend(name));
    sheet.head();
    sheet.qemuMachine();
    sheet.devices();
    sheet.bridges();
    return sheet.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void head() {
    line(
        "Backend \"%s\" serves these devices of a guest on %s"
            .formatted(backend.name(), blueprint.plan().platform()));
    backend.domid().ifPresent(domid -> line("domid   " + domid));
    backend.daemon().ifPresent(daemon -> line("daemon  " + daemon));
    line("Send \"ready\" only when the backend serves all of them.");
    backend
        .daemon()
        .flatMap(Daemon::falseReadiness)
        .ifPresent(why -> line("Warning: " + why + "."));
  }

  private List<PlannedSlot> slots() {
    return blueprint.plan().slots().stream()
        .filter(planned -> planned.backend().equals(backend.name()))
        .toList();
  }

  private void devices() {
    TextTable table =
        new TextTable()
            .row(
                "device",
                "type",
                "kind",
                "base",
                "in decimal",
                "size",
                "INTID",
                "DT number",
                "grants");
    for (PlannedSlot planned : slots()) {
      Slot slot = planned.slot();
      table.row(
          planned.device(),
          planned.type().toString(),
          planned.slotKind().name().toLowerCase(Locale.ROOT),
          slot.base().toString(),
          Long.toUnsignedString(slot.base().value()),
          slot.size().toString(),
          String.valueOf(slot.interrupt().intid()),
          String.valueOf(slot.interrupt().cells().get(1)),
          planned.grants().isPresent() ? "yes" : "no");
    }
    if (!slots().isEmpty()) {
      text.append('\n').append(table);
    }
    slots().forEach(this::device);
  }

  private void device(PlannedSlot planned) {
    Optional<Daemon> daemon = backend.daemon();
    if (daemon.isEmpty() && blueprint.platform().toolstack() == Toolstack.QEMU) {
      qemu(planned);
    }
    daemon.ifPresent(
        known -> {
          switch (known) {
            case QEMU, QEMU_XENPVH -> qemu(planned);
            case VIRTIO_DISK, XEN_VHOST_FRONTEND, ZEPHYR -> xenstore(planned);
          }
        });
  }

  private void qemu(PlannedSlot planned) {
    List<String> arguments = QemuArguments.of(blueprint, planned);
    if (!arguments.isEmpty()) {
      line("\nQEMU's arguments for \"%s\":".formatted(planned.device()));
      arguments.forEach(argument -> line("  " + argument));
    }
  }

  /**
   * The machine that has the devices. QEMU binds one event channel for each of its own vCPUs, so an
   * access from any further vCPU of the guest would wait forever (hw/arm/xen-pvh.c,
   * xen_do_ioreq_register).
   */
  private void qemuMachine() {
    if (backend.daemon().equals(Optional.of(Daemon.QEMU_XENPVH))) {
      QemuOption machine = QemuOption.of("-M", "xenpvh");
      blueprint.plan().bridges().stream()
          .filter(bridge -> bridge.backend().equals(backend.name()))
          .flatMap(bridge -> bridge.space().stream())
          .filter(
              space -> Daemon.QEMU_XENPVH.servesConfigurationSpace(space.configuration().size()))
          .findFirst()
          .ifPresent(space -> addBridge(machine, space));
      MachineSpec guest = blueprint.spec().machineOrUnknown();
      line("\nQEMU, with the guest's domid for GUEST:");
      line(
          "  qemu-system-aarch64 "
              + String.join(
                  " ",
                  machine.toString(),
                  QemuOption.value("-xen-domid", "GUEST"),
                  QemuOption.flag("-xen-attach"),
                  QemuOption.value(
                      "-smp", guest.vcpus().map(String::valueOf).orElse("VCPUS-OF-GUEST")),
                  QemuOption.value(
                      "-m", guest.memoryMib().map(String::valueOf).orElse("MIB-OF-GUEST")),
                  QemuOption.flag("-nodefaults"),
                  QemuOption.value("-display", "none"),
                  QemuOption.value("-monitor", "none"),
                  QemuOption.value("-serial", "none")));
      line("  " + QemuArguments.MODERN);
    }
  }

  private static void addBridge(QemuOption machine, PlannedPciBridge.Space space) {
    machine
        .with("pci-ecam-base", space.configuration().base())
        .with("pci-ecam-size", space.configuration().size())
        .with("pci-mmio-base", space.memory().base())
        .with("pci-mmio-size", space.memory().size())
        .with("pci-mmio-high-base", space.prefetchable().base())
        .with("pci-mmio-high-size", space.prefetchable().size())
        .with("pci-intx-irq-base", space.interrupt());
  }

  /** libxl writes keys only for devices that it knows, so the operator must write the others. */
  private void xenstore(PlannedSlot planned) {
    boolean byXl =
        planned.slotKind() == SlotKind.BOOT && blueprint.platform().toolstack() == Toolstack.XL;
    if (byXl) {
      line("\nxl writes the xenstore keys of \"%s\".".formatted(planned.device()));
      return;
    }
    line("\nWrite these xenstore keys for \"%s\":".formatted(planned.device()));
    int number = planned.slot().index().orElseGet(() -> slots().indexOf(planned));
    Optional<String> source =
        blueprint.spec().devices().stream()
            .filter(device -> device.name().equals(planned.device()))
            .findFirst()
            .flatMap(DeviceSpec::source);
    text.append(XenstoreKeys.of(planned, backend, number, source));
  }

  private void bridges() {
    for (PlannedPciBridge bridge : blueprint.plan().bridges()) {
      if (bridge.backend().equals(backend.name())) {
        bridge(bridge);
      }
    }
  }

  private void bridge(PlannedPciBridge bridge) {
    line("\nPCI host bridge \"%s\", node %s".formatted(bridge.bridge(), bridge.path()));
    bridge
        .space()
        .ifPresent(
            space -> {
              text.append(
                  new TextTable()
                      .row(
                          "configuration space",
                          space.configuration().base().toString(),
                          space.configuration().size().toString())
                      .row(
                          "memory",
                          space.memory().base().toString(),
                          space.memory().size().toString())
                      .row(
                          "prefetchable memory",
                          space.prefetchable().base().toString(),
                          space.prefetchable().size().toString())
                      .row(
                          "INTA to INTD",
                          "INTID " + space.interrupt(),
                          "to " + (space.interrupt() + space.interrupts() - 1)));
            });
  }
}
