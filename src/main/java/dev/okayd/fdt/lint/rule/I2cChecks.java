package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.Bus;
import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;

/** Checks I2C buses and their devices. */
public final class I2cChecks {
  /** {@code I2C_OWN_SLAVE_ADDRESS}: the controller itself responds to this address. */
  private static final int OWN_SLAVE_ADDRESS = 1 << 30;

  /** {@code I2C_TEN_BIT_ADDRESS}. */
  private static final int TEN_BIT_ADDRESS = 1 << 31;

  private static final int MAX_SEVEN_BITS = 0x7f;
  private static final int MAX_TEN_BITS = 0x3ff;

  private I2cChecks() {}

  public static void bridge(CheckedNode node, Report report) {
    if (!isBus(node)) {
      return;
    }
    node.setBus(Bus.I2C);
    if (!node.everHadChildren()) {
      return;
    }
    if (node.addressCells() != 1) {
      report.fail(node, "incorrect #address-cells for I2C bus");
    }
    if (node.sizeCells() != 0) {
      report.fail(node, "incorrect #size-cells for I2C bus");
    }
  }

  /** A controller with the bus as a child node is not itself the bus. */
  private static boolean isBus(CheckedNode node) {
    return switch (node.baseName()) {
      case "i2c-bus", "i2c-arb" -> true;
      case "i2c" -> node.children().stream().noneMatch(c -> c.baseName().equals("i2c-bus"));
      default -> false;
    };
  }

  public static void deviceReg(CheckedNode node, Report report) {
    if (node.isOn(Bus.I2C)) {
      node.property("reg")
          .filter(reg -> reg.cells() > 0)
          .ifPresentOrElse(
              reg -> deviceReg(node, reg, report),
              () -> report.fail(node, "missing or empty reg property"));
    }
  }

  private static void deviceReg(CheckedNode node, CheckedProperty reg, Report report) {
    String expected = Integer.toHexString(reg.cell(0) & ~OWN_SLAVE_ADDRESS);
    if (!node.unitAddress().equals(expected)) {
      report.fail(node, "I2C bus unit address format error, expected \"%s\"".formatted(expected));
    }
    for (int i = 0; i < reg.cells(); i++) {
      int address = reg.cell(i) & ~OWN_SLAVE_ADDRESS;
      boolean hasTenBits = (address & TEN_BIT_ADDRESS) != 0;
      if (hasTenBits && (address & ~TEN_BIT_ADDRESS) > MAX_TEN_BITS) {
        report.fail(
            node, reg, "I2C address must be less than 10-bits, got \"0x%x\"".formatted(address));
      } else if (!hasTenBits && address > MAX_SEVEN_BITS) {
        report.fail(
            node,
            reg,
            ("I2C address must be less than 7-bits, got \"0x%x\". Set I2C_TEN_BIT_ADDRESS for 10 bit"
                    + " addresses or fix the property")
                .formatted(address));
      }
    }
  }
}
