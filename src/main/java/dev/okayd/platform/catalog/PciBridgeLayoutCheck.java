package dev.okayd.platform.catalog;

import dev.okayd.platform.Interrupt;
import dev.okayd.platform.PciBridgeLayout;
import dev.okayd.platform.Platform.TreeKind;

/** Checks the layout of PCI host bridges in a platform file. */
final class PciBridgeLayoutCheck {
  private PciBridgeLayoutCheck() {}

  static void check(PciBridgeLayout pci, TreeKind tree, PlatformFaults faults) {
    faults.expect(
        tree != TreeKind.EXTENDED, "pci is set, but okayd adds no bridges to extended trees");
    faults.nodeName("pci.node", pci.node());
    faults.expect(
        pci.bridges() >= 1 && pci.bridges() <= Interrupt.LAST_SPI,
        "pci.bridges is %d; expected 1 to %d",
        pci.bridges(),
        Interrupt.LAST_SPI);
    piece("pci.configuration", pci.configuration(), pci.bridges(), faults);
    piece("pci.memory", pci.memory(), pci.bridges(), faults);
    piece("pci.prefetchable", pci.prefetchable(), pci.bridges(), faults);
    PciBridgeLayout.Interrupts intids = pci.interrupts();
    faults.expect(
        intids.first() >= Interrupt.FIRST_SPI
            && intids.each() >= 1
            && intids.each() <= Interrupt.LAST_SPI
            && intids.first() + (long) pci.bridges() * intids.each() - 1 <= Interrupt.LAST_SPI,
        "pci.interrupts are %d for each of %d bridges from %d on; expected shared interrupts, INTIDs %d to %d",
        intids.each(),
        pci.bridges(),
        intids.first(),
        Interrupt.FIRST_SPI,
        Interrupt.LAST_SPI);
    faults.cell("pci.interrupts.flags", intids.flags());
  }

  private static void piece(
      String field, PciBridgeLayout.Piece piece, int count, PlatformFaults faults) {
    long size = piece.size().value();
    faults.expect(
        size > 0
            && size <= Long.MAX_VALUE / Interrupt.LAST_SPI
            && PlatformFaults.fits(piece.base().value(), count * size),
        "%s is %s at %s for %d bridges, which is empty or exceeds the 64-bit address space",
        field,
        piece.size(),
        piece.base(),
        count);
  }
}
