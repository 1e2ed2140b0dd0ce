package dev.okayd.overlay;

import dev.okayd.plan.Grants;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.Toolstack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is allowed, and still worth a second look before the guest boots. */
final class PlanWarnings {
  /** A node of a slot has about 150 bytes; with less than four of them left, say so. */
  private static final long FEW_TREE_BYTES = 600;

  private static final int FEW_SLOTS = 1;

  private static final HypervisorVersion ANSWERING_TOO_MUCH = new HypervisorVersion(4, 21);

  /** Of QEMU's devices (hw/virtio). */
  private static final Set<DeviceType> ONLY_ON_PCI =
      EnumSet.of(DeviceType.IOMMU, DeviceType.MEM, DeviceType.PMEM);

  private final GuestSpec spec;
  private final Plan plan;
  private final Platform platform;
  private final List<String> found = new ArrayList<>();

  private PlanWarnings(GuestSpec spec, Plan plan, Platform platform) {
    this.spec = spec;
    this.plan = plan;
    this.platform = platform;
  }

  static List<String> of(
      GuestSpec spec, Plan plan, Platform platform, Headroom headroom, int size) {
    PlanWarnings warnings = new PlanWarnings(spec, plan, platform);
    warnings.headroom(headroom);
    warnings.baseTree();
    warnings.slots();
    warnings.bridges();
    warnings.spares();
    warnings.treeOfAnyVersion(size);
    warnings.backends();
    warnings.vcpus();
    warnings.xenstoreOfManyVcpus();
    warnings.unmappedAccesses();
    warnings.vhostUser();
    return List.copyOf(warnings.found);
  }

  private void headroom(Headroom headroom) {
    if (headroom.slots() <= FEW_SLOTS) {
      found.add("%d slots are left of %d".formatted(headroom.slots(), platform.window().slots()));
    }
    if (headroom.interrupts() < headroom.slots()) {
      found.add(
          "%d of the %d slots that are left have no interrupt: something else of the guest has it"
              .formatted(headroom.slots() - headroom.interrupts(), headroom.slots()));
    }
    headroom
        .treeBytes()
        .filter(left -> left < FEW_TREE_BYTES)
        .ifPresent(
            left -> found.add("about %d bytes are left of the guest's tree".formatted(left)));
  }

  private void baseTree() {
    if (platform.tree() != TreeKind.PARTIAL && plan.baseTree().isEmpty()) {
      found.add("There is no base tree, so nothing was compared with it");
    }
  }

  private void slots() {
    int servedByAll = platform.window().served(Optional.empty());
    for (PlannedSlot planned : plan.slots()) {
      boolean beyond = planned.slot().index().filter(index -> index >= servedByAll).isPresent();
      if (beyond && spec.backend(planned.backend()).daemon().isEmpty()) {
        found.add(
            "Device \"%s\" has slot %d, which not every daemon serves; name the daemon of backend \"%s\" and it is checked"
                .formatted(
                    planned.device(), planned.slot().index().orElseThrow(), planned.backend()));
      }
      if (platform.toolstack() == Toolstack.QEMU && ONLY_ON_PCI.contains(planned.type())) {
        found.add(
            "QEMU has no %s on virtio-mmio; qemu.args leaves device \"%s\" out"
                .formatted(planned.type(), planned.device()));
      }
      if (planned.type() == DeviceType.OTHER) {
        other(planned);
      }
      spec.backend(planned.backend())
          .daemon()
          .filter(Daemon::identifiesGuestsByBase)
          .ifPresent(daemon -> byBase(planned, daemon));
      if (platform.toolstack() == Toolstack.QEMU && spec.version().isEmpty()) {
        newerThanSomeQemu(planned);
      }
      if (planned.bindsLate()) {
        found.add(
            "The overlay of device \"%s\" needs the domid of backend \"%s\" when it is applied"
                .formatted(planned.device(), planned.backend()));
      }
      if (planned.slotKind() == SlotKind.BOOT
          && planned.grants().filter(Grants::bindsLate).isPresent()
          && platform.writesBootNodes()) {
        found.add(
            "Device \"%s\" uses grants from the start, but the domid of backend \"%s\" is not known; it will not work before the spec says it"
                .formatted(planned.device(), planned.backend()));
      }
    }
  }

  private void byBase(PlannedSlot planned, Daemon daemon) {
    found.add(
        "Backend \"%s\" identifies the guest by the base of device \"%s\": no other guest of it may have a device at %s; okayd compares only guests whose specs name the daemon"
            .formatted(planned.backend(), planned.device(), planned.slot().base()));
    if (!spec.machineOrUnknown().vcpus().equals(Optional.of(1))) {
      found.add(
          "Earlier versions of %s's vhost_xen_mmio answer accesses of the first vCPU alone, and any other one waits for ever; have one that binds an event channel for each vCPU"
              .formatted(daemon));
    }
  }

  private void other(PlannedSlot planned) {
    if (planned.virtioId().isEmpty()) {
      found.add(
          "Nothing says the virtio ID of device \"%s\", so a driver that is bound to any device in its slot counts as its proof; say virtioId"
              .formatted(planned.device()));
    }
    if (platform.toolstack() == Toolstack.QEMU) {
      found.add(
          "okayd does not know what QEMU calls device \"%s\"; add its -device with bus=%s to qemu.args"
              .formatted(planned.device(), planned.transport().orElse("")));
    }
  }

  private void newerThanSomeQemu(PlannedSlot planned) {
    KeyTable keys = KeyTable.qemu();
    planned
        .type()
        .qemuDevice()
        .map(device -> keys.key("-device " + device))
        .filter(key -> !key.isKnownTo(keys.least()))
        .ifPresent(
            key ->
                found.add(
                    "Device \"%s\" needs QEMU %s (%s); say the version of QEMU and it is checked"
                        .formatted(planned.device(), key.since(), key.name())));
  }

  private void bridges() {
    plan.bridges().stream()
        .filter(bridge -> bridge.grants().filter(Grants::bindsLate).isPresent())
        .forEach(
            bridge ->
                found.add(
                    "The overlay of bridge \"%s\" needs the domid of backend \"%s\" when it is applied"
                        .formatted(bridge.bridge(), bridge.backend())));
    plan.bridges().forEach(this::daemonOfBridge);
  }

  private void daemonOfBridge(PlannedPciBridge bridge) {
    bridge
        .space()
        .map(space -> space.configuration().size())
        .ifPresent(
            size ->
                spec.backend(bridge.backend())
                    .daemon()
                    .filter(daemon -> !daemon.servesConfigurationSpace(size))
                    .ifPresent(
                        daemon ->
                            found.add(
                                "Bridge \"%s\" has %s of configuration space, which %s cannot serve, so the sheet of backend \"%s\" does not tell it to; have another backend serve it"
                                    .formatted(bridge.bridge(), size, daemon, bridge.backend()))));
  }

  private void spares() {
    int served = platform.window().served(Optional.empty());
    plan.spares().stream()
        .flatMap(spare -> spare.index().stream())
        .filter(index -> index >= served)
        .forEach(
            index ->
                found.add("Spare slot %d is one that not every daemon serves".formatted(index)));
  }

  /** A limit of some versions only cannot be enforced while the version is unknown. */
  private void treeOfAnyVersion(int size) {
    if (spec.version().isEmpty()) {
      platform.limits().stream()
          .filter(limit -> limit.kind() == HypervisorLimit.Kind.TREE_BYTES && size > limit.left())
          .forEach(
              limit ->
                  found.add(
                      "The tree of %d bytes is too large for some version, and the spec names none: %s"
                          .formatted(size, limit.because())));
    }
  }

  /**
   * Where the IOMMU does not share a guest's page tables, Xen fills them when the guest touches its
   * RAM (p2m_domain_creation_finished in xen/arch/arm/mmu/p2m.c). 4.21 answers such an access like
   * one that nobody serves; 17a9070d22 mended it in 4.22.0, and stable-4.21 does not have it.
   */
  private void unmappedAccesses() {
    boolean isXen =
        platform.toolstack() == Toolstack.XL || platform.toolstack() == Toolstack.DOM0LESS;
    if (!isXen || !spec.machineOrUnknown().hasUnclaimedAccessesAnswered()) {
      return;
    }
    if (spec.version().isEmpty()) {
      found.add(
          "machine.trapUnmappedAccesses is false and the spec names no version: before Xen 4.21 an access that nobody serves kills the guest all the same");
    }
    if (spec.version().map(ANSWERING_TOO_MUCH::equals).orElse(true)) {
      found.add(
          "A guest of Xen 4.21 whose machine.trapUnmappedAccesses is false starts only where the IOMMU shares its page tables, and on a board with a GICv2 hangs there when it brings up its second CPU; take Xen 4.22");
    }
  }

  private void vhostUser() {
    if (platform.toolstack() == Toolstack.QEMU && spec.machineOrUnknown().memoryMib().isEmpty()) {
      plan.slots().stream()
          .filter(planned -> planned.type().needsVhostUserInQemu())
          .forEach(
              planned ->
                  found.add(
                      "The daemon of device \"%s\" has to share the guest's memory; say machine.memoryMib, or add a memory-backend with share=on to QEMU's arguments"
                          .formatted(planned.device())));
    }
  }

  private void vcpus() {
    if (spec.version().isEmpty()) {
      int vcpus = spec.machineOrUnknown().vcpus().orElse(1);
      platform.limits().stream()
          .filter(limit -> limit.kind() == HypervisorLimit.Kind.VCPUS && vcpus > limit.left())
          .forEach(
              limit ->
                  found.add(
                      "%d vCPUs are too many for some version, and the spec names none: %s"
                          .formatted(vcpus, limit.because())));
    }
  }

  /**
   * create_xenstore in Xen's tools/helpers/init-dom0less.c writes {@code cpu/0/availability/} where
   * there is a second vCPU; xenstored refuses a path that ends in a slash (is_valid_nodename).
   */
  private void xenstoreOfManyVcpus() {
    if (platform.toolstack() == Toolstack.DOM0LESS
        && spec.needsXen()
        && spec.machineOrUnknown().vcpus().filter(vcpus -> vcpus > 1).isPresent()) {
      found.add(
          "init-dom0less of Xen 4.17 to 4.22 stops at a guest with more than one vCPU: neither it nor any guest after it gets a xenstore; say machine.vcpus: 1, or have an init-dom0less that writes cpu/0/availability without a slash at its end");
    }
  }

  private boolean servesGates(String backend) {
    return plan.slots().stream()
        .anyMatch(
            planned -> planned.backend().equals(backend) && planned.slotKind() != SlotKind.BOOT);
  }

  private void backends() {
    for (BackendSpec backend : spec.backends()) {
      backend
          .daemon()
          .flatMap(Daemon::falseReadiness)
          .filter(why -> servesGates(backend.name()))
          .ifPresent(why -> found.add("Backend \"%s\": %s".formatted(backend.name(), why)));
      boolean xen =
          platform.toolstack() == Toolstack.XL || platform.toolstack() == Toolstack.DOM0LESS;
      if (xen && backend.domid().filter(domid -> domid != 0).isPresent()) {
        found.add(
            "Backend \"%s\" is domain %d; Xen lets it serve devices only if it is a control domain, has the guest as its target, or an XSM policy says so (XSM_DM_PRIV)"
                .formatted(backend.name(), backend.domid().orElseThrow()));
      }
    }
  }
}
