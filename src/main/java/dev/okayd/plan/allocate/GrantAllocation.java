package dev.okayd.plan.allocate;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Grants;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.basetree.PartialTree;
import dev.okayd.plan.check.ReleaseCheck;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which devices and bridges use grants, and which node they refer to. */
public final class GrantAllocation {
  static final String COMPATIBLE = "xen,grant-dma";

  private final GuestSpec spec;
  private final Platform platform;
  private final Faults faults;

  public GrantAllocation(GuestSpec spec, Platform platform, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.faults = faults;
    if (spec.grantMode() == GrantMode.FORCED) {
      spec.devices().stream()
          .filter(device -> ReleaseCheck.grantsOfToolstack(device, spec, platform).isEmpty())
          .forEach(device -> requireDomain0(device.name(), device.backend()));
      spec.bridges().forEach(bridge -> requireDomain0(bridge.name(), bridge.backend()));
    }
  }

  /** A kernel that is forced to use grants gives them to domain 0 if the node has no iommus. */
  private void requireDomain0(String name, String backend) {
    spec.backend(backend)
        .domid()
        .filter(domid -> domid != 0)
        .ifPresent(
            domid ->
                faults.add(
                    ErrorCode.GRANTS_NOT_POSSIBLE,
                    "Device \"%s\": a kernel with CONFIG_XEN_VIRTIO_FORCE_GRANT gives its grants to domain 0, but backend \"%s\" is domain %d; set grants: per-device",
                    name,
                    backend,
                    domid));
  }

  Optional<Grants> of(DeviceSpec device) {
    Optional<Boolean> byToolstack = ReleaseCheck.grantsOfToolstack(device, spec, platform);
    if (byToolstack.isPresent()) {
      requireNoContradiction(device, byToolstack.get());
      // the toolstack's own node names the domain, so the kernel's default does not apply
      return byToolstack
          .filter(uses -> uses)
          .map(uses -> new Grants(spec.backend(device.backend()).domid()));
    }
    Optional<Grants> grants = of(device.name(), device.backend(), device.grants());
    if (device.kind() == SlotKind.REBIND && grants.filter(Grants::bindsLate).isPresent()) {
      faults.add(
          ErrorCode.GRANTS_NOT_POSSIBLE,
          "Device \"%s\" has no overlay that could name its backend's domain; set the domid of backend \"%s\", or make the device \"gated\"",
          device.name(),
          device.backend());
    }
    return grants;
  }

  /** The toolstack decides what the spec leaves open; the spec cannot overrule it. */
  private void requireNoContradiction(DeviceSpec device, boolean uses) {
    boolean isRefused =
        device.grants().filter(wanted -> wanted != uses).isPresent()
            || (uses && spec.grantMode() == GrantMode.NONE);
    if (isRefused) {
      faults.add(
          ErrorCode.GRANTS_NOT_POSSIBLE,
          "Device \"%s\": xl%s always makes it use %s, but the spec asks for %s; make it \"gated\", or leave grants out",
          device.name(),
          spec.version().map(release -> " of Xen " + release).orElse(""),
          uses ? "grants" : "none",
          uses ? "none" : "grants");
    }
  }

  Optional<Grants> of(PciBridgeSpec bridge) {
    return of(bridge.name(), bridge.backend(), bridge.grants());
  }

  private Optional<Grants> of(String name, String backend, Optional<Boolean> wanted) {
    if (!wanted.orElse(false)) {
      return Optional.empty();
    }
    switch (spec.grantMode()) {
      case PER_DEVICE -> {
        if (platform.grants().isPresent()) {
          return Optional.of(new Grants(spec.backend(backend).domid()));
        }
        faults.add(
            ErrorCode.GRANTS_NOT_POSSIBLE,
            "Device \"%s\" asks for grants, but platform %s has none",
            name,
            platform.name());
      }
      case NONE ->
          faults.add(
              ErrorCode.GRANTS_NOT_POSSIBLE,
              "Device \"%s\" asks for grants, but the spec has grants: none",
              name);
      case FORCED -> {
        // the kernel uses grants for all devices and ignores the tree
      }
    }
    return Optional.empty();
  }

  /**
   * The node that devices and bridges with grants refer to. Empty if no node that okayd writes uses
   * grants.
   */
  public Optional<GrantDmaNode> node(
      List<PlannedSlot> slots, List<PlannedPciBridge> bridges, Optional<DeviceTree> baseTree) {
    boolean wanted =
        Stream.concat(
                slots.stream().filter(this::isInTree).flatMap(slot -> slot.grants().stream()),
                bridges.stream().flatMap(bridge -> bridge.grants().stream()))
            .findAny()
            .isPresent();
    if (!wanted) {
      return Optional.empty();
    }
    return Optional.of(baseTree.flatMap(this::existing).orElseGet(() -> added(baseTree)));
  }

  private boolean isInTree(PlannedSlot slot) {
    return slot.slotKind().isHeldBack() || platform.writesBootNodes();
  }

  /** The base tree's own node, if it is on the bus of the gated nodes. */
  private Optional<GrantDmaNode> existing(DeviceTree tree) {
    NodePath parent = platform.node().gatedParent();
    return tree.find(parent).stream()
        .flatMap(bus -> bus.children().stream())
        .filter(GrantAllocation::isGrantDma)
        .flatMap(
            node ->
                node
                    .phandle()
                    .map(phandle -> new GrantDmaNode(parent.child(node.name()), phandle))
                    .stream())
        .findFirst();
  }

  private static boolean isGrantDma(Node node) {
    return node.property("compatible")
        .flatMap(Property::asStrings)
        .orElse(List.of())
        .contains(COMPATIBLE);
  }

  private GrantDmaNode added(Optional<DeviceTree> baseTree) {
    NodePath path = platform.node().gatedParent().child(platform.grants().orElseThrow().node());
    if (baseTree.flatMap(tree -> tree.find(path)).isPresent()) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "The xen,grant-dma node would be at %s, but the base tree has another node there, or one without a phandle; rename that node",
          path);
    }
    return new GrantDmaNode(path, (int) PartialTree.freePhandle(baseTree, platform));
  }
}
