package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;

/** Checks properties that refer to GPIO lines. */
public final class GpioChecks {
  private GpioChecks() {}

  /** The {@code gpios} of a GPIO hog are lines of its parent, without phandles. */
  public static void gpios(CheckedNode node, Report report) {
    if (node.has("gpio-hog")) {
      return;
    }
    for (CheckedProperty property : node.properties()) {
      if (isGpio(property.name())) {
        new PhandleArguments(property.name(), "#gpio-cells").checkNode(node, report);
      }
    }
  }

  public static void deprecatedName(CheckedNode node, Report report) {
    for (CheckedProperty property : node.properties()) {
      if (isGpio(property.name()) && property.name().endsWith("gpio")) {
        report.fail(node, property, "'[*-]gpio' is deprecated, use '[*-]gpios' instead");
      }
    }
  }

  /** Properties like {@code vendor,nr-gpios} hold a number of lines. */
  private static boolean isGpio(String name) {
    return !name.endsWith(",nr-gpios")
        && (name.endsWith("-gpios")
            || name.equals("gpios")
            || name.endsWith("-gpio")
            || name.equals("gpio"));
  }
}
