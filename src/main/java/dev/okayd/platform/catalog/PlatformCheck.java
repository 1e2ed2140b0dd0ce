package dev.okayd.platform.catalog;

import dev.okayd.fdt.NodePath;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.MappedRegion;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Provenance;
import dev.okayd.platform.Region;
import dev.okayd.platform.SlotWindow;
import dev.okayd.platform.TakenInterrupt;
import dev.okayd.platform.Vuart;
import dev.okayd.platform.toolstack.HypervisorVersion;
import java.util.List;
import java.util.stream.Stream;

/** Checks the values of a platform file. */
final class PlatformCheck {

  /**
   * The registers of a virtio-mmio device and a byte of its configuration (specification, 4.2.2).
   */
  private static final long MIN_SLOT_SIZE = 0x200;

  private static final long MAX_SLOT_SIZE = 0x4000_0000;

  private static final int MAX_SLOTS = 1024;

  private static final NodePath PASSTHROUGH = NodePath.ROOT.child("passthrough");

  private final Platform platform;
  private final PlatformFaults faults = new PlatformFaults();

  private PlatformCheck(Platform platform) {
    this.platform = platform;
  }

  /** Every fault of a platform. */
  static List<String> of(Platform platform) {
    PlatformCheck check = new PlatformCheck(platform);
    check.names();
    check.types();
    check.provenance();
    check.window();
    check.interrupts();
    check.node();
    check.regions();
    check.bridges();
    check.bounds();
    return check.faults.all();
  }

  private void names() {
    faults.expect(
        platform.name().matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
        "name is \"%s\"; expected 1 to 63 of a-z, 0-9 and inner hyphens",
        platform.name());
    platform
        .transport()
        .ifPresent(
            pattern ->
                faults.expect(
                    pattern.matches("[^%]*%d[^%]*"),
                    "transport is \"%s\"; expected a text with one %%d",
                    pattern));
    platform.grants().ifPresent(grants -> faults.nodeName("grants.node", grants.node()));
  }

  private void types() {
    platform
        .types()
        .ifPresent(
            types -> {
              faults.expect(
                  !platform.disksFirst(),
                  "disks-first is true, but types has the order of all types; expected false");
              faults.expect(
                  types.order().size() == types.order().stream().distinct().count()
                      && !types.order().isEmpty(),
                  "types.order is %s; expected every type once",
                  types.order());
              types
                  .lastFirst()
                  .forEach(
                      type ->
                          faults.expect(
                              types.has(type),
                              "types.last-first has %s; expected a type of types.order",
                              type));
            });
  }

  private void provenance() {
    platform
        .provenance()
        .flatMap(Provenance::compared)
        .ifPresent(
            day ->
                faults.expect(
                    day.matches("\\d{4}-\\d{2}-\\d{2}"),
                    "provenance.compared is \"%s\"; expected a day such as 2026-11-30",
                    day));
  }

  private void window() {
    SlotWindow window = platform.window();
    long size = window.slotSize().value();
    faults.expect(
        window.slots() >= 1 && window.slots() <= MAX_SLOTS,
        "window.slots is %d; expected 1 to %d",
        window.slots(),
        MAX_SLOTS);
    faults.expect(
        size >= MIN_SLOT_SIZE && size <= MAX_SLOT_SIZE && Long.bitCount(size) == 1,
        "window.slot-size is %s; expected a power of two from 0x200 to 0x40000000",
        window.slotSize());
    window
        .servedSlots()
        .forEach(
            (daemon, served) ->
                faults.expect(
                    served >= 1 && served <= window.slots(),
                    "window.served-slots of %s is %d; expected 1 to %d",
                    daemon,
                    served,
                    window.slots()));
    if (!faults.all().isEmpty()) {
      // the following checks compute with these numbers
      return;
    }
    window
        .base()
        .ifPresent(
            base -> {
              faults.expect(
                  base.value() % size == 0,
                  "window.base is %s; expected a multiple of window.slot-size",
                  base);
              faults.expect(
                  PlatformFaults.fits(base.value(), window.slots() * size),
                  "window.base is %s, but %d slots from there exceed the 64-bit address space",
                  base,
                  window.slots());
            });
    faults.expect(
        window.base().isPresent() == platform.interrupts().first().isPresent(),
        "window.base and interrupts.first belong together: set both, or leave both to the spec");
  }

  private void interrupts() {
    long first = platform.interrupts().first().orElse(Interrupt.FIRST_SPI);
    faults.expect(
        first >= Interrupt.FIRST_SPI && first + platform.window().slots() - 1 <= Interrupt.LAST_SPI,
        "interrupts.first is %d; expected shared interrupts, INTIDs %d to %d, for all %d slots",
        first,
        Interrupt.FIRST_SPI,
        Interrupt.LAST_SPI,
        platform.window().slots());
    faults.cell("interrupts.flags", platform.interrupts().flags());
    Stream.concat(
            platform.takenInterrupts().stream().map(TakenInterrupt::interrupt),
            platform.vuart().map(Vuart::interrupt).stream())
        .forEach(
            intid ->
                faults.expect(
                    intid >= 0 && intid <= Interrupt.LAST_SPI,
                    "Interrupt %d is taken; expected an INTID from 0 to %d",
                    intid,
                    Interrupt.LAST_SPI));
  }

  private void node() {
    Platform.NodeStyle node = platform.node();
    faults.nodeName("node.name", node.name());
    node.gicPhandle()
        .ifPresent(
            phandle ->
                faults.expect(
                    phandle.value() > 0 && phandle.value() < 0xffff_ffffL,
                    "node.gic-phandle is %s; expected 0x1 to 0xfffffffe",
                    phandle));
    switch (platform.tree()) {
      case PARTIAL ->
          faults.expect(
              node.gatedParent().equals(PASSTHROUGH),
              "node.gated-parent is %s; expected %s, because toolstacks copy only this node of partial trees",
              node.gatedParent(),
              PASSTHROUGH);
      case EXTENDED ->
          faults.expect(
              node.gatedParent().equals(node.bootParent()),
              "node.boot-parent is %s and node.gated-parent is %s; expected the same parent for extended trees",
              node.bootParent(),
              node.gatedParent());
      case COMPLETE -> {
        // the hypervisor decides where its nodes are
      }
    }
  }

  private void regions() {
    Stream.of(
            platform.map(1).stream(),
            platform.ram().stream(),
            platform.vuart().stream()
                .map(vuart -> new Region(vuart.name(), vuart.base(), vuart.size())))
        .flatMap(each -> each)
        .forEach(region -> region.fault().ifPresent(fault -> faults.expect(false, "%s", fault)));
    for (MappedRegion region : platform.map()) {
      faults.expect(
          region.fitsAnyVcpus(),
          "Region \"%s\" starts at %s and grows down by each-vcpu %s for each of up to %d virtual CPUs, which is below 0",
          region.name(),
          region.base(),
          region.eachVcpu().map(HexNumber::toString).orElse("0x0"),
          MappedRegion.MOST_VCPUS);
    }
  }

  private void bridges() {
    platform
        .existingBridge()
        .ifPresent(
            path ->
                faults.expect(
                    platform.tree() == Platform.TreeKind.COMPLETE,
                    "existing-bridge is %s, but only a complete tree can have a bridge already",
                    path));
    platform.pci().ifPresent(pci -> PciBridgeLayoutCheck.check(pci, platform.tree(), faults));
  }

  private void bounds() {
    platform
        .sharedInterrupts()
        .ifPresent(
            bounds ->
                faults.expect(
                    bounds.least() >= 0
                        && bounds.least() <= bounds.most()
                        && bounds.most() <= Interrupt.LAST_SPI,
                    "shared-interrupts are %d to %d; expected least and most in order, up to %d",
                    bounds.least(),
                    bounds.most(),
                    Interrupt.LAST_SPI));
    for (HypervisorLimit limit : platform.limits()) {
      faults.expect(
          limit.left() >= 0,
          "limits: most %d minus besides %d leaves %d for %s",
          limit.most(),
          limit.besides().orElse(0),
          limit.left(),
          limit.kind());
      List<HypervisorVersion> versions =
          Stream.concat(limit.from().stream(), limit.until().stream()).toList();
      faults.expect(
          versions.stream().sorted().toList().equals(versions),
          "limits: a limit of %s ends before it starts: %s",
          limit.kind(),
          versions);
    }
  }
}
