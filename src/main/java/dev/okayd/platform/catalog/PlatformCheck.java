package dev.okayd.platform.catalog;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.MappedRegion;
import dev.okayd.platform.PciBridgeLayout;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Provenance;
import dev.okayd.platform.Region;
import dev.okayd.platform.SlotWindow;
import dev.okayd.platform.TakenInterrupt;
import dev.okayd.platform.Vuart;
import dev.okayd.platform.toolstack.HypervisorVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a file of a platform may say and still make no sense. */
final class PlatformCheck {

  /**
   * The registers of a virtio-mmio device and a byte of its configuration (specification, 4.2.2).
   */
  private static final long LEAST_SLOT_SIZE = 0x200;

  private static final long MOST_SLOT_SIZE = 0x4000_0000;

  private static final int MOST_SLOTS = 1024;

  /** Of nodes, without the unit address (device tree specification, 2.2.1). */
  private static final String NODE_NAME = "[0-9a-zA-Z,._+-]{1,31}";

  private static final NodePath PASSTHROUGH = NodePath.ROOT.child("passthrough");

  private final Platform platform;
  private final List<String> faults = new ArrayList<>();

  private PlatformCheck(Platform platform) {
    this.platform = platform;
  }

  /** All that is wrong. */
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
    return List.copyOf(check.faults);
  }

  @FormatMethod
  private void expect(boolean met, String complaint, Object... values) {
    if (!met) {
      faults.add(complaint.formatted(values));
    }
  }

  private void names() {
    expect(
        platform.name().matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
        "name is \"%s\", 1 to 63 of a-z, 0-9 and inner hyphens are expected",
        platform.name());
    platform
        .transport()
        .ifPresent(
            pattern ->
                expect(
                    pattern.matches("[^%]*%d[^%]*"),
                    "transport is \"%s\", a text with one %%d in it is expected",
                    pattern));
    platform.grants().ifPresent(grants -> nodeName("grants.node", grants.node()));
  }

  private void types() {
    platform
        .types()
        .ifPresent(
            types -> {
              expect(
                  !platform.disksFirst(),
                  "disks-first is true, but types has the order of all types; false is expected");
              expect(
                  types.order().size() == types.order().stream().distinct().count()
                      && !types.order().isEmpty(),
                  "types.order is %s, every type once is expected",
                  types.order());
              types
                  .lastFirst()
                  .forEach(
                      type ->
                          expect(
                              types.has(type),
                              "types.last-first has %s, a type of types.order is expected",
                              type));
            });
  }

  private void provenance() {
    platform
        .provenance()
        .flatMap(Provenance::compared)
        .ifPresent(
            day ->
                expect(
                    day.matches("\\d{4}-\\d{2}-\\d{2}"),
                    "provenance.compared is \"%s\", a day such as 2026-11-30 is expected",
                    day));
  }

  private void nodeName(String place, String name) {
    expect(
        name.matches(NODE_NAME),
        "%s is \"%s\", a name of a node without @ is expected",
        place,
        name);
  }

  private void window() {
    SlotWindow window = platform.window();
    long size = window.slotSize().value();
    expect(
        window.slots() >= 1 && window.slots() <= MOST_SLOTS,
        "window.slots is %d, 1 to %d are expected",
        window.slots(),
        MOST_SLOTS);
    expect(
        size >= LEAST_SLOT_SIZE && size <= MOST_SLOT_SIZE && Long.bitCount(size) == 1,
        "window.slot-size is %s, a power of two from 0x200 to 0x40000000 is expected",
        window.slotSize());
    window
        .servedSlots()
        .forEach(
            (daemon, served) ->
                expect(
                    served >= 1 && served <= window.slots(),
                    "window.served-slots of %s is %d, 1 to %d are expected",
                    daemon,
                    served,
                    window.slots()));
    if (!faults.isEmpty()) {
      // what comes now would be reckoned with numbers that are none
      return;
    }
    window
        .base()
        .ifPresent(
            base -> {
              expect(
                  base.value() % size == 0,
                  "window.base is %s, a multiple of window.slot-size is expected",
                  base);
              expect(
                  fits(base.value(), window.slots() * size),
                  "window.base is %s, and %d slots from there are more than 64 bits address",
                  base,
                  window.slots());
            });
    expect(
        window.base().isPresent() == platform.interrupts().first().isPresent(),
        "window.base and interrupts.first go together: both are there, or the spec says both");
  }

  private void interrupts() {
    long begin = platform.interrupts().first().orElse(Interrupt.FIRST_SPI);
    expect(
        begin >= Interrupt.FIRST_SPI && begin + platform.window().slots() - 1 <= Interrupt.LAST_SPI,
        "interrupts.first is %d, INTIDs %d to %d are shared interrupts, and there are %d slots",
        begin,
        Interrupt.FIRST_SPI,
        Interrupt.LAST_SPI,
        platform.window().slots());
    cell("interrupts.flags", platform.interrupts().flags());
    Stream.concat(
            platform.takenInterrupts().stream().map(TakenInterrupt::interrupt),
            platform.vuart().map(Vuart::interrupt).stream())
        .forEach(
            intid ->
                expect(
                    intid >= 0 && intid <= Interrupt.LAST_SPI,
                    "Interrupt %d is taken, INTIDs are 0 to %d",
                    intid,
                    Interrupt.LAST_SPI));
  }

  private void cell(String place, HexNumber number) {
    expect(
        number.value() >>> Integer.SIZE == 0,
        "%s is %s, a number of 32 bits is expected",
        place,
        number);
  }

  private void node() {
    Platform.NodeStyle node = platform.node();
    nodeName("node.name", node.name());
    node.gicPhandle()
        .ifPresent(
            phandle ->
                expect(
                    phandle.value() > 0 && phandle.value() < 0xffff_ffffL,
                    "node.gic-phandle is %s, 0x1 to 0xfffffffe are expected",
                    phandle));
    switch (platform.tree()) {
      case PARTIAL ->
          expect(
              node.gatedParent().equals(PASSTHROUGH),
              "node.gated-parent is %s, %s is expected of partial trees: nothing else is copied",
              node.gatedParent(),
              PASSTHROUGH);
      case EXTENDED ->
          expect(
              node.gatedParent().equals(node.bootParent()),
              "node.boot-parent is %s and node.gated-parent is %s, one parent is expected of extended trees",
              node.bootParent(),
              node.gatedParent());
      case COMPLETE -> {
        // its nodes are where the hypervisor has them
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
        .forEach(region -> region.fault().ifPresent(fault -> expect(false, "%s", fault)));
    for (MappedRegion region : platform.map()) {
      expect(
          region.fitsAnyVcpus(),
          "Region \"%s\" begins at %s and needs each-vcpu %s more below for each of up to %d virtual CPUs, which is below 0",
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
                expect(
                    platform.tree() == Platform.TreeKind.COMPLETE,
                    "existing-bridge is %s, but only a complete tree has one already",
                    path));
    platform.pci().ifPresent(this::bridges);
  }

  private void bridges(PciBridgeLayout pci) {
    expect(
        platform.tree() != Platform.TreeKind.EXTENDED,
        "pci is there, but bridges are not added to extended trees");
    nodeName("pci.node", pci.node());
    expect(
        pci.bridges() >= 1 && pci.bridges() <= Interrupt.LAST_SPI,
        "pci.bridges is %d, 1 to %d are expected",
        pci.bridges(),
        Interrupt.LAST_SPI);
    piece("pci.configuration", pci.configuration(), pci.bridges());
    piece("pci.memory", pci.memory(), pci.bridges());
    piece("pci.prefetchable", pci.prefetchable(), pci.bridges());
    PciBridgeLayout.Interrupts intids = pci.interrupts();
    expect(
        intids.first() >= Interrupt.FIRST_SPI
            && intids.each() >= 1
            && intids.each() <= Interrupt.LAST_SPI
            && intids.first() + (long) pci.bridges() * intids.each() - 1 <= Interrupt.LAST_SPI,
        "pci.interrupts are %d for each of %d bridges from %d on, INTIDs %d to %d are shared interrupts",
        intids.each(),
        pci.bridges(),
        intids.first(),
        Interrupt.FIRST_SPI,
        Interrupt.LAST_SPI);
    cell("pci.interrupts.flags", intids.flags());
  }

  private void piece(String place, PciBridgeLayout.Piece piece, int count) {
    long size = piece.size().value();
    expect(
        size > 0
            && size <= Long.MAX_VALUE / Interrupt.LAST_SPI
            && fits(piece.base().value(), count * size),
        "%s is %s from %s on, %d times, which is nothing, or more than 64 bits address",
        place,
        piece.size(),
        piece.base(),
        count);
  }

  private void bounds() {
    platform
        .sharedInterrupts()
        .ifPresent(
            bounds ->
                expect(
                    bounds.least() >= 0
                        && bounds.least() <= bounds.most()
                        && bounds.most() <= Interrupt.LAST_SPI,
                    "shared-interrupts are %d to %d, a least and a most of up to %d are expected",
                    bounds.least(),
                    bounds.most(),
                    Interrupt.LAST_SPI));
    for (HypervisorLimit limit : platform.limits()) {
      expect(
          limit.left() >= 0,
          "limits: %d and %d besides leave %d of %s",
          limit.most(),
          limit.besides().orElse(0),
          limit.left(),
          limit.kind());
      List<HypervisorVersion> versions =
          Stream.concat(limit.from().stream(), limit.until().stream()).toList();
      expect(
          versions.stream().sorted().toList().equals(versions),
          "limits: a limit of %s ends before it begins: %s",
          limit.kind(),
          versions);
    }
  }

  private static boolean fits(long base, long size) {
    return base == 0 || Long.compareUnsigned(size, -base) <= 0;
  }
}
