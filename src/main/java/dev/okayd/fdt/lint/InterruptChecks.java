package dev.okayd.fdt.lint;

import java.util.Optional;
import java.util.OptionalInt;

/** Interrupts of devices, and the nodes that take them. */
final class InterruptChecks {
  private static final String CELLS = "#interrupt-cells";

  private InterruptChecks() {}

  private static boolean isProvider(CheckedNode node) {
    return node.has("interrupt-controller") || node.has("interrupt-map");
  }

  static void provider(CheckedNode node, Report report) {
    if (isProvider(node) && !node.has(CELLS)) {
      report.fail(node, "Missing '#interrupt-cells' in interrupt provider");
    } else if (!isProvider(node) && node.has(CELLS)) {
      report.fail(node, "'#interrupt-cells' found, but node is not an interrupt provider");
    }
  }

  static void interrupts(CheckedNode node, Report report) {
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
    interrupts.ifPresent(property -> providerAbove(node, node, property, report));
  }

  /**
   * Looks for the provider of a node: the nearest one above it, or what the nearest {@code
   * interrupt-parent} names.
   *
   * @param at the node whose turn it is, from the node itself upwards
   */
  private static void providerAbove(
      CheckedNode node, CheckedNode at, CheckedProperty interrupts, Report report) {
    Optional<CheckedProperty> named = at.property("interrupt-parent");
    if (at != node && isProvider(at)) {
      size(node, interrupts, at, report);
    } else if (named.isPresent()) {
      providerNamed(node, at, named.get(), interrupts, report);
    } else {
      at.parent()
          .ifPresentOrElse(
              parent -> providerAbove(node, parent, interrupts, report),
              () -> report.fail(node, "Missing interrupt-parent"));
    }
  }

  private static void providerNamed(
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

  /** The property that dtc names is that of the provider, behind the path of the device. */
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
