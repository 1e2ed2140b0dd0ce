package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.Bus;
import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;

/** Checks SPI buses and their devices. */
public final class SpiChecks {
  private static final String SLAVE = "spi-slave";

  private SpiChecks() {}

  /** A bus with another name is recognized by the properties of its devices. */
  public static void bridge(CheckedNode node, Report report) {
    if (node.baseName().equals("spi")) {
      node.setBus(Bus.SPI);
    } else if (node.addressCells() == 1 && node.sizeCells() == 0) {
      if (node.children().stream().anyMatch(SpiChecks::isDevice)) {
        node.setBus(Bus.SPI);
      }
      if (node.bus().filter(Bus.SPI::equals).isPresent() && node.has("reg")) {
        report.fail(node, "node name for SPI buses should be 'spi'");
      }
    }
    if (node.bus().filter(Bus.SPI::equals).isPresent() && node.everHadChildren()) {
      cells(node, report);
    }
  }

  private static boolean isDevice(CheckedNode node) {
    for (CheckedProperty property : node.properties()) {
      if (property.name().startsWith("spi-")) {
        return true;
      }
    }
    return false;
  }

  private static void cells(CheckedNode node, Report report) {
    int addressCells = node.has(SLAVE) ? 0 : 1;
    if (node.addressCells() != addressCells) {
      report.fail(node, "incorrect #address-cells for SPI bus");
    }
    if (node.sizeCells() != 0) {
      report.fail(node, "incorrect #size-cells for SPI bus");
    }
  }

  public static void deviceReg(CheckedNode node, Report report) {
    if (!node.isOn(Bus.SPI) || node.parent().filter(bus -> bus.has(SLAVE)).isPresent()) {
      return;
    }
    node.property("reg")
        .filter(reg -> reg.cells() > 0)
        .ifPresentOrElse(
            reg -> {
              String expected = Integer.toHexString(reg.cell(0));
              if (!node.unitAddress().equals(expected)) {
                report.fail(
                    node, "SPI bus unit address format error, expected \"%s\"".formatted(expected));
              }
            },
            () -> report.fail(node, "missing or empty reg property"));
  }
}
