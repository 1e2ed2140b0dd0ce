package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Checks the entries of an {@code interrupt-map}. An entry consists of the address and the
 * interrupt of a device, the phandle of a provider, and the address and the interrupt at the
 * provider.
 */
public final class InterruptMapCheck {
  private static final String ADDRESS_CELLS = "#address-cells";
  private static final String INTERRUPT_CELLS = "#interrupt-cells";

  private InterruptMapCheck() {}

  public static void check(CheckedNode node, Report report) {
    node.property("interrupt-map").ifPresent(map -> check(node, map, report));
  }

  private static void check(CheckedNode node, CheckedProperty map, Report report) {
    if (node.declaredAddressCells() < 0) {
      report.fail(node, "Missing '#address-cells' in interrupt-map provider");
      return;
    }
    long key = node.addressCells() + unsigned(node.cell(INTERRUPT_CELLS));
    node.property("interrupt-map-mask")
        .filter(mask -> mask.length() != key * Integer.BYTES)
        .ifPresent(
            mask ->
                report.fail(
                    node,
                    mask,
                    "property size (%d) is invalid, expected %d"
                        .formatted(mask.length(), key * Integer.BYTES)));
    if (!map.isWholeCells()) {
      report.fail(
          node,
          map,
          "property size (%d) is invalid, expected multiple of %d"
              .formatted(map.length(), Integer.BYTES));
      return;
    }
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent() && next.getAsLong() < map.cells()) {
      next = entry(node, map, next.getAsLong() + key, report);
    }
  }

  private static long unsigned(OptionalInt cell) {
    return Integer.toUnsignedLong(cell.orElse(0));
  }

  /**
   * Checks one entry.
   *
   * @param at index of the cell with the phandle
   * @return index of the first cell of the next entry; empty if the rest cannot be read
   */
  private static OptionalLong entry(CheckedNode node, CheckedProperty map, long at, Report report) {
    if (at >= map.cells()) {
      report.fail(
          node,
          map,
          "property size (%d) too small, expected > %d"
              .formatted(map.length(), at * Integer.BYTES));
      return OptionalLong.empty();
    }
    int phandle = map.cell((int) at);
    if (!LintTree.isPhandle(phandle)) {
      if (!report.tree().isOverlay()) {
        report.fail(node, map, "Cell %d is not a phandle(%d)".formatted(at, phandle));
      }
      return OptionalLong.empty();
    }
    Optional<CheckedNode> provider = report.tree().node(phandle);
    if (provider.isEmpty()) {
      report.fail(node, map, "Could not get phandle(%d) node for (cell %d)".formatted(phandle, at));
      return OptionalLong.empty();
    }
    return nextEntry(node, map, at, provider.get(), report);
  }

  private static OptionalLong nextEntry(
      CheckedNode node, CheckedProperty map, long at, CheckedNode provider, Report report) {
    OptionalInt interruptCells = provider.cell(INTERRUPT_CELLS);
    if (interruptCells.isEmpty()) {
      report.fail(
          node,
          "Missing property '#interrupt-cells' in node %s or bad phandle (referred from interrupt-map[%d])"
              .formatted(provider.path(), at));
      return OptionalLong.empty();
    }
    OptionalInt addressCells = provider.cell(ADDRESS_CELLS);
    if (addressCells.isEmpty()) {
      report.fail(
          node,
          map,
          "Missing property '#address-cells' in node %s, using 0 as fallback"
              .formatted(provider.path()));
    }
    long next = at + 1 + unsigned(interruptCells) + unsigned(addressCells);
    if (next > map.cells()) {
      report.fail(
          node,
          map,
          "property size (%d) mismatch, expected %d".formatted(map.length(), next * Integer.BYTES));
    }
    return OptionalLong.of(next);
  }
}
