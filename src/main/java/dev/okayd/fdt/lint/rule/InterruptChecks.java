package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks the interrupts of devices and their interrupt providers. */
public final class InterruptChecks {
  private static final String CELLS = "#interrupt-cells";

  private InterruptChecks() {}

  private static boolean isProvider(CheckedNode node) {
    return node.has("interrupt-controller") || node.has("interrupt-map");
  }

  public static void provider(CheckedNode node, Report report) {
    if (isProvider(node) && !node.has(CELLS)) {
      report.fail(node, "Missing '#interrupt-cells' in interrupt provider");
    } else if (!isProvider(node) && node.has(CELLS)) {
      report.fail(node, "'#interrupt-cells' found, but node is not an interrupt provider");
    }
  }

  public static void interrupts(CheckedNode node, Report report) {
    Optional<CheckedProperty> interrupts = node.property("interrupts");
    interrupts
        .filter(property -> !property.isWholeCells())
        .ifPresent(
            property ->
                report.fail(
                    node,
                    property,
                    "size (%d) is invalid, expected multiple of %d"
                        .formatted(property.length(), Integer.BYTES)));
    interrupts.ifPresent(property -> checkFrom(node, node, property, report));
  }

  /**
   * Finds the provider of a node: the nearest ancestor that is a provider, or the node named by the
   * nearest {@code interrupt-parent}.
   *
   * @param at the node that is examined, from the node itself upwards
   */
  private static void checkFrom(
      CheckedNode node, CheckedNode at, CheckedProperty interrupts, Report report) {
    Optional<CheckedProperty> named = at.property("interrupt-parent");
    if (at != node && isProvider(at)) {
      size(node, interrupts, at, report);
    } else if (named.isPresent()) {
      checkInterruptParent(node, at, named.get(), interrupts, report);
    } else {
      at.parent()
          .ifPresentOrElse(
              parent -> checkFrom(node, parent, interrupts, report),
              () -> report.fail(node, "Missing interrupt-parent"));
    }
  }

  private static void checkInterruptParent(
      CheckedNode node,
      CheckedNode at,
      CheckedProperty interruptParent,
      CheckedProperty interrupts,
      Report report) {
    OptionalInt phandle = interruptParent.onlyCell();
    if (phandle.isEmpty() || !LintTree.isPhandle(phandle.getAsInt())) {
      if (!report.tree().isOverlay()) {
        report.fail(at, interruptParent, "Invalid phandle");
        report.fail(node, "Missing interrupt-parent");
      }
      return;
    }
    Optional<CheckedNode> provider = report.tree().node(phandle.getAsInt());
    if (provider.isEmpty()) {
      report.fail(at, interruptParent, "Bad phandle");
      return;
    }
    if (!isProvider(provider.get())) {
      report.fail(provider.get(), "Missing interrupt-controller or interrupt-map property");
    }
    size(node, interrupts, provider.get(), report);
  }

  /** As in dtc, the message names the property of the provider after the path of the device. */
  private static void size(
      CheckedNode node, CheckedProperty interrupts, CheckedNode provider, Report report) {
    Optional<CheckedProperty> property = provider.property(CELLS);
    OptionalInt cells = provider.cell(CELLS);
    if (property.isPresent()
        && cells.isPresent()
        && !AddressChecks.isMultiple(interrupts.length(), cells.getAsInt())) {
      report.fail(
          node,
          property.get(),
          "size is (%d), expected multiple of %d"
              .formatted(interrupts.length(), cells.getAsInt() * Integer.BYTES));
    }
  }
}
