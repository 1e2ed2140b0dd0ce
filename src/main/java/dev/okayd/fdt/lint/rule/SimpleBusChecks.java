package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.Bus;
import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;
import java.util.Optional;

/** Checks buses that are {@code compatible} with {@code simple-bus}, and their devices. */
public final class SimpleBusChecks {
  private SimpleBusChecks() {}

  public static void bridge(CheckedNode node, Report report) {
    if (node.property("compatible").filter(c -> c.hasString("simple-bus")).isPresent()) {
      node.setBus(Bus.SIMPLE);
    }
  }

  public static void deviceReg(CheckedNode node, Report report) {
    if (!node.isOn(Bus.SIMPLE)) {
      return;
    }
    CheckedNode parent = node.parent().orElseThrow();
    Optional<CheckedProperty> reg = node.property("reg");
    Optional<CheckedProperty> ranges = node.property("ranges").filter(r -> r.length() > 0);
    if (reg.isPresent()) {
      unitAddress(node, reg.get(), 0, parent.addressCells(), report);
    } else if (ranges.isPresent()) {
      // an entry of ranges holds the address on the child bus, then the one on this bus
      unitAddress(node, ranges.get(), node.addressCells(), parent.addressCells(), report);
    } else if (!parent.isRoot() && node.bus().filter(Bus.SIMPLE::equals).isEmpty()) {
      report.fail(node, "missing or empty reg/ranges property");
    }
  }

  private static void unitAddress(
      CheckedNode node, CheckedProperty property, int start, int cells, Report report) {
    if (start < 0 || cells < 0 || (long) start + cells > property.cells()) {
      return;
    }
    long address = 0;
    for (int i = start; i < start + cells; i++) {
      address = address << Integer.SIZE | Integer.toUnsignedLong(property.cell(i));
    }
    String expected = Long.toHexString(address);
    if (!node.unitAddress().equals(expected)) {
      report.fail(
          node, "simple-bus unit address format error, expected \"%s\"".formatted(expected));
    }
  }
}
