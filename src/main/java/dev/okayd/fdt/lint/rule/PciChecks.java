package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.Bus;
import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;
import java.util.Optional;
import java.util.Set;

/** Checks PCI host bridges and the device nodes below them (IEEE 1275, PCI bus binding). */
public final class PciChecks {
  private static final Set<String> NAMES = Set.of("pci", "pcie");
  private static final String BUS_RANGE = "bus-range";
  private static final int ADDRESS_CELLS = 3;
  private static final int SIZE_CELLS = 2;
  private static final int MAX_BUS = 0xff;

  private PciChecks() {}

  public static void bridge(CheckedNode node, Report report) {
    if (node.property("device_type").filter(type -> type.text().equals("pci")).isEmpty()) {
      return;
    }
    node.setBus(Bus.PCI);
    if (!NAMES.contains(node.baseName())) {
      report.fail(node, "node name is not \"pci\" or \"pcie\"");
    }
    if (!node.has("ranges")) {
      report.fail(node, "missing ranges for PCI bridge (or not a bridge)");
    }
    if (node.addressCells() != ADDRESS_CELLS) {
      report.fail(node, "incorrect #address-cells for PCI bridge");
    }
    if (node.sizeCells() != SIZE_CELLS) {
      report.fail(node, "incorrect #size-cells for PCI bridge");
    }
    node.property(BUS_RANGE).ifPresent(range -> busRange(node, range, report));
  }

  private static void busRange(CheckedNode node, CheckedProperty range, Report report) {
    if (range.length() != 2 * Integer.BYTES) {
      report.fail(node, range, "value must be 2 cells");
      return;
    }
    if (Integer.compareUnsigned(range.cell(0), range.cell(1)) > 0) {
      report.fail(node, range, "1st cell must be less than or equal to 2nd cell");
    }
    if (Integer.compareUnsigned(range.cell(1), MAX_BUS) > 0) {
      report.fail(node, range, "maximum bus number must be less than 256");
    }
  }

  /**
   * As in dtc, the message names the {@code bus-range} of the bridge, or no property if the bridge
   * has none.
   */
  public static void deviceBusNumber(CheckedNode node, Report report) {
    Optional<CheckedProperty> reg = node.property("reg").filter(r -> r.cells() > 0);
    if (!node.isOn(Bus.PCI) || reg.isEmpty()) {
      return;
    }
    int bus = reg.get().cell(0) >> 16 & MAX_BUS;
    String format = "PCI bus number %d out of range, expected (%d - %d)";
    node.parent()
        .flatMap(bridge -> bridge.property(BUS_RANGE))
        .filter(range -> range.length() == 2 * Integer.BYTES)
        .ifPresentOrElse(
            range -> {
              int first = range.cell(0);
              int last = range.cell(1);
              if (Integer.compareUnsigned(bus, first) < 0
                  || Integer.compareUnsigned(bus, last) > 0) {
                report.fail(node, range, format.formatted(bus, first, last));
              }
            },
            () -> {
              if (bus != 0) {
                report.fail(node, format.formatted(bus, 0, 0));
              }
            });
  }

  public static void deviceReg(CheckedNode node, Report report) {
    if (node.isOn(Bus.PCI)) {
      node.property("reg")
          .filter(reg -> reg.cells() >= ADDRESS_CELLS)
          .ifPresent(reg -> deviceReg(node, reg, report));
    }
  }

  private static void deviceReg(CheckedNode node, CheckedProperty reg, Report report) {
    if (reg.cell(1) != 0 || reg.cell(2) != 0) {
      report.fail(node, reg, "PCI reg config space address cells 2 and 3 must be 0");
    }
    int address = reg.cell(0);
    int device = (address & 0xf800) >> 11;
    int function = (address & 0x700) >> 8;
    if ((address & 0xff000000) != 0) {
      report.fail(node, reg, "PCI reg address is not configuration space");
    }
    if ((address & 0xff) != 0) {
      report.fail(node, reg, "PCI reg config space address register number must be 0");
    }
    String full = "%x,%x".formatted(device, function);
    boolean isShort = function == 0 && node.unitAddress().equals(Integer.toHexString(device));
    if (!isShort && !node.unitAddress().equals(full)) {
      report.fail(node, "PCI unit address format error, expected \"%s\"".formatted(full));
    }
  }
}
