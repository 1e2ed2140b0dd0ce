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

/** Warnings about plans that are allowed but may fail in the guest. */
final class PlanWarnings {
  /** Warn if fewer than four nodes of slots fit; a node has about 150 bytes. */
  private static final long FEW_TREE_BYTES = 600;

  private static final int FEW_SLOTS = 1;

  /** See {@link #unmappedAccesses()}. */
  private static final HypervisorVersion XEN_4_21 = new HypervisorVersion(4, 21);

  /** Types that QEMU has only on PCI (hw/virtio). */
  private static final Set<DeviceType> ONLY_ON_PCI =
      EnumSet.of(DeviceType.IOMMU, DeviceType.MEM, DeviceType.PMEM);

  private final GuestSpec spec;
  private final Plan plan;
  private final Platform platform;
  private final List<String> warnings = new ArrayList<>();

  private PlanWarnings(GuestSpec spec, Plan plan, Platform platform) {
    this.spec = spec;
    this.plan = plan;
    this.platform = platform;
  }

  static List<String> of(
      GuestSpec spec, Plan plan, Platform platform, Headroom headroom, int size) {
    PlanWarnings collector = new PlanWarnings(spec, plan, platform);
    collector.headroom(headroom);
    collector.baseTree();
    collector.slots();
    collector.bridges();
    collector.spares();
    collector.treeOfAnyVersion(size);
    collector.backends();
    collector.vcpus();
    collector.xenstoreOfManyVcpus();
    collector.unmappedAccesses();
    collector.vhostUser();
    return List.copyOf(collector.warnings);
  }

  private void headroom(Headroom headroom) {
    if (headroom.slots() <= FEW_SLOTS) {
      warnings.add(
          "%d slots are left of %d".formatted(headroom.slots(), platform.window().slots()));
    }
    if (headroom.interrupts() < headroom.slots()) {
      warnings.add(
          "%d of the %d free slots have no interrupt, because it has another use in the guest"
              .formatted(headroom.slots() - headroom.interrupts(), headroom.slots()));
    }
    headroom
        .treeBytes()
        .filter(left -> left < FEW_TREE_BYTES)
        .ifPresent(
            left -> warnings.add("about %d bytes are left of the guest's tree".formatted(left)));
  }

  private void baseTree() {
    if (platform.tree() != TreeKind.PARTIAL && plan.baseTree().isEmpty()) {
      warnings.add("There is no base tree, so okayd could not check the plan against it");
    }
  }

  private void slots() {
    int servedByAll = platform.window().served(Optional.empty());
    for (PlannedSlot planned : plan.slots()) {
      boolean beyond = planned.slot().index().filter(index -> index >= servedByAll).isPresent();
      if (beyond && spec.backend(planned.backend()).daemon().isEmpty()) {
        warnings.add(
            "Device \"%s\" has slot %d, which not every daemon serves; name the daemon of backend \"%s\" to have it checked"
                .formatted(
                    planned.device(), planned.slot().index().orElseThrow(), planned.backend()));
      }
      if (platform.toolstack() == Toolstack.QEMU && ONLY_ON_PCI.contains(planned.type())) {
        warnings.add(
            "QEMU has no %s on virtio-mmio; qemu.args leaves device \"%s\" out"
                .formatted(planned.type(), planned.device()));
      }
      if (planned.type() == DeviceType.OTHER) {
        other(planned);
      }
      spec.backend(planned.backend())
          .daemon()
          .filter(Daemon::identifiesGuestsByBase)
          .ifPresent(daemon -> guestsByBase(planned, daemon));
      if (platform.toolstack() == Toolstack.QEMU && spec.version().isEmpty()) {
        qemuRelease(planned);
      }
      if (planned.bindsLate()) {
        warnings.add(
            "The overlay of device \"%s\" needs the domid of backend \"%s\" when it is applied"
                .formatted(planned.device(), planned.backend()));
      }
      if (planned.slotKind() == SlotKind.BOOT
          && planned.grants().filter(Grants::bindsLate).isPresent()
          && platform.writesBootNodes()) {
        warnings.add(
            "Device \"%s\" uses grants from the start, but the domid of backend \"%s\" is not known; the device works only once the spec names it"
                .formatted(planned.device(), planned.backend()));
      }
    }
  }

  private void guestsByBase(PlannedSlot planned, Daemon daemon) {
    warnings.add(
        "Backend \"%s\" identifies the guest by the base of device \"%s\": no other guest of this backend may have a device at %s; okayd checks only guests whose specs name the daemon"
            .formatted(planned.backend(), planned.device(), planned.slot().base()));
    if (!spec.machineOrUnknown().vcpus().equals(Optional.of(1))) {
      warnings.add(
          "Earlier versions of %s's vhost_xen_mmio answer only accesses of the first vCPU, and any other vCPU waits forever; use a version that binds an event channel for each vCPU"
              .formatted(daemon));
    }
  }

  private void other(PlannedSlot planned) {
    if (planned.virtioId().isEmpty()) {
      warnings.add(
          "The virtio ID of device \"%s\" is unknown, so any driver that is bound in its slot counts as proof; set virtioId"
              .formatted(planned.device()));
    }
    if (platform.toolstack() == Toolstack.QEMU) {
      warnings.add(
          "okayd does not know QEMU's name of device \"%s\"; add its -device with bus=%s to qemu.args"
              .formatted(planned.device(), planned.transport().orElse("")));
    }
  }

  private void qemuRelease(PlannedSlot planned) {
    KeyTable keys = KeyTable.qemu();
    planned
        .type()
        .qemuDevice()
        .map(device -> keys.key("-device " + device))
        .filter(key -> !key.isKnownTo(keys.least()))
        .ifPresent(
            key ->
                warnings.add(
                    "Device \"%s\" needs QEMU %s (%s); set the version of QEMU to have it checked"
                        .formatted(planned.device(), key.since(), key.name())));
  }

  private void bridges() {
    plan.bridges().stream()
        .filter(bridge -> bridge.grants().filter(Grants::bindsLate).isPresent())
        .forEach(
            bridge ->
                warnings.add(
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
                            warnings.add(
                                "Bridge \"%s\" has %s of configuration space, which %s cannot serve, so the sheet of backend \"%s\" leaves the bridge out; use another backend for it"
                                    .formatted(bridge.bridge(), size, daemon, bridge.backend()))));
  }

  private void spares() {
    int served = platform.window().served(Optional.empty());
    plan.spares().stream()
        .flatMap(spare -> spare.index().stream())
        .filter(index -> index >= served)
        .forEach(index -> warnings.add("Not every daemon serves spare slot %d".formatted(index)));
  }

  /** While the version is unknown, okayd cannot enforce a limit of some versions. */
  private void treeOfAnyVersion(int size) {
    if (spec.version().isEmpty()) {
      platform.limits().stream()
          .filter(limit -> limit.kind() == HypervisorLimit.Kind.TREE_BYTES && size > limit.left())
          .forEach(
              limit ->
                  warnings.add(
                      "The tree of %d bytes is too large for some versions, and the spec names no version: %s"
                          .formatted(size, limit.because())));
    }
  }

  /**
   * If the IOMMU does not share a guest's page tables, Xen fills them when the guest touches its
   * RAM (p2m_domain_creation_finished in xen/arch/arm/mmu/p2m.c). Xen 4.21 answers such an access
   * like one that no backend serves. Commit 17a9070d22 fixed this in 4.22.0; stable-4.21 does not
   * have the fix.
   */
  private void unmappedAccesses() {
    boolean isXen =
        platform.toolstack() == Toolstack.XL || platform.toolstack() == Toolstack.DOM0LESS;
    if (!isXen || !spec.machineOrUnknown().hasUnclaimedAccessesAnswered()) {
      return;
    }
    if (spec.version().isEmpty()) {
      warnings.add(
          "machine.trapUnmappedAccesses is false and the spec names no version: before Xen 4.21 an access that no backend serves still kills the guest");
    }
    if (spec.version().map(XEN_4_21::equals).orElse(true)) {
      warnings.add(
          "A guest of Xen 4.21 whose machine.trapUnmappedAccesses is false starts only if the IOMMU shares its page tables, and even then hangs on a board with a GICv2 when it brings up its second CPU; use Xen 4.22");
    }
  }

  private void vhostUser() {
    if (platform.toolstack() == Toolstack.QEMU && spec.machineOrUnknown().memoryMib().isEmpty()) {
      plan.slots().stream()
          .filter(planned -> planned.type().needsVhostUserInQemu())
          .forEach(
              planned ->
                  warnings.add(
                      "The daemon of device \"%s\" must share the guest's memory; set machine.memoryMib, or add a memory-backend with share=on to QEMU's arguments"
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
                  warnings.add(
                      "%d vCPUs are too many for some versions, and the spec names no version: %s"
                          .formatted(vcpus, limit.because())));
    }
  }

  /**
   * create_xenstore in Xen's tools/helpers/init-dom0less.c writes {@code cpu/0/availability/} for a
   * guest with a second vCPU. xenstored refuses a path that ends in a slash (is_valid_nodename).
   */
  private void xenstoreOfManyVcpus() {
    if (platform.toolstack() == Toolstack.DOM0LESS
        && spec.needsXen()
        && spec.machineOrUnknown().vcpus().filter(vcpus -> vcpus > 1).isPresent()) {
      warnings.add(
          "init-dom0less of Xen 4.17 to 4.22 stops at a guest with more than one vCPU: neither this guest nor any later guest gets a xenstore; set machine.vcpus: 1, or use an init-dom0less that writes cpu/0/availability without a trailing slash");
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
          .ifPresent(why -> warnings.add("Backend \"%s\": %s".formatted(backend.name(), why)));
      boolean xen =
          platform.toolstack() == Toolstack.XL || platform.toolstack() == Toolstack.DOM0LESS;
      if (xen && backend.domid().filter(domid -> domid != 0).isPresent()) {
        warnings.add(
            "Backend \"%s\" is domain %d; Xen lets it serve devices only if it is a control domain, has the guest as its target, or an XSM policy says so (XSM_DM_PRIV)"
                .formatted(backend.name(), backend.domid().orElseThrow()));
      }
    }
  }
}
