package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;

/** Checks the numbers of cells in {@code reg} and {@code ranges}. */
public final class AddressChecks {
  private AddressChecks() {}

  public static void reg(CheckedNode node, Report report) {
    node.property("reg")
        .ifPresent(
            reg ->
                node.parent()
                    .ifPresentOrElse(
                        parent -> reg(node, parent, reg, report),
                        () -> report.fail(node, "Root node has a \"reg\" property")));
  }

  private static void reg(
      CheckedNode node, CheckedNode parent, CheckedProperty reg, Report report) {
    if (reg.length() == 0) {
      report.fail(node, reg, "property is empty");
    }
    int addressCells = parent.addressCells();
    int sizeCells = parent.sizeCells();
    if (!isMultiple(reg.length(), addressCells + sizeCells)) {
      report.fail(
          node,
          reg,
          "property has invalid length (%d bytes) (#address-cells == %d, #size-cells == %d)"
              .formatted(reg.length(), addressCells, sizeCells));
    }
  }

  /** Whether a length in bytes is a multiple of entries with this number of cells. */
  static boolean isMultiple(int length, int cells) {
    int entry = cells * Integer.BYTES;
    return entry == 0 ? length == 0 : length % entry == 0;
  }

  /** The check of {@code ranges} or {@code dma-ranges}. */
  public static Rule ranges(String name) {
    return (node, report) ->
        node.property(name)
            .ifPresent(
                ranges ->
                    node.parent()
                        .ifPresentOrElse(
                            parent -> ranges(node, parent, ranges, report),
                            () ->
                                report.fail(
                                    node,
                                    ranges,
                                    "Root node has a \"%s\" property".formatted(name))));
  }

  private static void ranges(
      CheckedNode node, CheckedNode parent, CheckedProperty ranges, Report report) {
    if (ranges.length() == 0) {
      emptyRanges(node, parent, ranges, report);
      return;
    }
    int parentCells = parent.addressCells();
    int childCells = node.addressCells();
    int size = node.sizeCells();
    if (!isMultiple(ranges.length(), parentCells + childCells + size)) {
      report.fail(
          node,
          ranges,
          ("\"%s\" property has invalid length (%d bytes) (parent #address-cells == %d,"
                  + " child #address-cells == %d, #size-cells == %d)")
              .formatted(ranges.name(), ranges.length(), parentCells, childCells, size));
    }
  }

  /**
   * An empty {@code ranges} does not translate addresses, so both buses must have the same format.
   */
  private static void emptyRanges(
      CheckedNode node, CheckedNode parent, CheckedProperty ranges, Report report) {
    String format = "empty \"%s\" property but its %s (%d) differs from %s (%d)";
    if (parent.addressCells() != node.addressCells()) {
      report.fail(
          node,
          ranges,
          format.formatted(
              ranges.name(),
              "#address-cells",
              node.addressCells(),
              parent.path(),
              parent.addressCells()));
    }
    if (parent.sizeCells() != node.sizeCells()) {
      report.fail(
          node,
          ranges,
          format.formatted(
              ranges.name(), "#size-cells", node.sizeCells(), parent.path(), parent.sizeCells()));
    }
  }

  public static void defaultCells(CheckedNode node, Report report) {
    if (!node.has("reg") && !node.has("ranges")) {
      return;
    }
    node.parent()
        .ifPresent(
            parent -> {
              if (parent.declaredAddressCells() == CheckedNode.ABSENT) {
                report.fail(node, "Relying on default #address-cells value");
              }
              if (parent.declaredSizeCells() == CheckedNode.ABSENT) {
                report.fail(node, "Relying on default #size-cells value");
              }
            });
  }

  public static void unnecessaryCells(CheckedNode node, Report report) {
    boolean declared = node.declaredAddressCells() >= 0 && node.declaredSizeCells() >= 0;
    boolean used =
        node.has("ranges")
            || node.has("dma-ranges")
            || node.children().stream().anyMatch(child -> child.has("reg") || child.has("ranges"));
    if (!node.isRoot() && declared && !used && node.everHadChildren()) {
      report.fail(
          node,
          "unnecessary #address-cells/#size-cells without \"ranges\", \"dma-ranges\" or child"
              + " \"reg\" or \"ranges\" property");
    }
  }
}
