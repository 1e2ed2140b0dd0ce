package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.DeviceType;
import dev.okayd.plan.GuestBackend;
import dev.okayd.plan.PlannedBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.Toolstack;
import java.util.List;
import java.util.Optional;

/**
 * What a backend has to serve: base and interrupt of each device, in the notations that daemons
 * expect. libxl writes the base of a {@code virtio} device in hexadecimal and that of a {@code
 * virtio_disk} in decimal, and each daemon reads but its own (tools/libs/light/libxl_virtio.c,
 * libxl_disk.c).
 */
final class BackendSheet {
  private final Blueprint blueprint;
  private final GuestBackend backend;
  private final StringBuilder text = new StringBuilder();

  private BackendSheet(Blueprint blueprint, GuestBackend backend) {
    this.blueprint = blueprint;
    this.backend = backend;
  }

  static String text(String name, Blueprint blueprint) {
    BackendSheet sheet = new BackendSheet(blueprint, blueprint.spec().backend(name));
    sheet.head();
    sheet.devices();
    sheet.bridges();
    return sheet.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void head() {
    line(
        "Backend \"%s\" serves these of a guest on %s"
            .formatted(backend.name(), blueprint.plan().platform()));
    backend.domid().ifPresent(domid -> line("domid   " + domid));
    backend.daemon().ifPresent(daemon -> line("daemon  " + daemon));
    line("It says \"ready\" when all of them are served, and not before.");
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
          planned.slotKind() == SlotKind.BOOT ? "boot" : "gated",
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
            case VIRTIO_DISK ->
                xenstore(planned, Long.toUnsignedString(planned.slot().base().value()));
            case XEN_VHOST_FRONTEND -> xenstore(planned, planned.slot().base().toString());
          }
        });
  }

  private void qemu(PlannedSlot planned) {
    line("\nQEMU's arguments for \"%s\":".formatted(planned.device()));
    QemuArguments.of(blueprint, planned).forEach(argument -> line("  " + argument));
  }

  /**
   * Of a guest that xl makes, libxl writes the keys of boot devices, and nobody those of others.
   */
  private void xenstore(PlannedSlot planned, String base) {
    line("\nKeys of \"%s\" in xenstore:".formatted(planned.device()));
    String kind =
        backend.daemon().equals(Optional.of(Daemon.VIRTIO_DISK)) ? "virtio_disk" : "virtio";
    TextTable keys =
        new TextTable()
            .row("backend/%s/DOMID/%d/base".formatted(kind, number(planned)), base)
            .row(
                "backend/%s/DOMID/%d/irq".formatted(kind, number(planned)),
                String.valueOf(planned.slot().interrupt().intid()));
    if (kind.equals("virtio")) {
      keys.row(
          "backend/%s/DOMID/%d/type".formatted(kind, number(planned)), typeFor(planned.type()));
    }
    keys.row(
        "backend/%s/DOMID/%d/grant_usage".formatted(kind, number(planned)),
        planned.grants().isPresent() ? "1" : "0");
    text.append(keys);
  }

  /** xen-vhost-frontend knows file systems by a decimal number where Xen has 1a. */
  private static String typeFor(DeviceType type) {
    return type == DeviceType.FS
        ? "virtio,device26"
        : "virtio,device" + Integer.toHexString(type.virtioId());
  }

  private int number(PlannedSlot planned) {
    return slots().indexOf(planned);
  }

  private void bridges() {
    for (PlannedBridge bridge : blueprint.plan().bridges()) {
      if (bridge.backend().equals(backend.name())) {
        bridge(bridge);
      }
    }
  }

  private void bridge(PlannedBridge bridge) {
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
              if (backend.daemon().equals(Optional.of(Daemon.QEMU_XENPVH))) {
                line("\nQEMU's machine:");
                line(
                    "  -M xenpvh,pci-ecam-base=%s,pci-ecam-size=%s,pci-mmio-base=%s,pci-mmio-size=%s,pci-mmio-high-base=%s,pci-mmio-high-size=%s,pci-intx-irq-base=%d"
                        .formatted(
                            space.configuration().base(),
                            space.configuration().size(),
                            space.memory().base(),
                            space.memory().size(),
                            space.prefetchable().base(),
                            space.prefetchable().size(),
                            space.interrupt()));
              }
            });
  }
}
