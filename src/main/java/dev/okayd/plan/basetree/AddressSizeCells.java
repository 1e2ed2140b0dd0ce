package dev.okayd.plan.basetree;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.platform.HexNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of cells of addresses and sizes in the children of a node (device tree specification,
 * 2.3.5).
 *
 * @param addressCells 1 or 2
 * @param sizeCells 1 or 2
 */
public record AddressSizeCells(int addressCells, int sizeCells) {
  private static final int DEFAULT_ADDRESS_CELLS = 2;
  private static final int DEFAULT_SIZE_CELLS = 1;

  /** The cells for the children of a node. */
  public static AddressSizeCells below(Node parent) {
    return new AddressSizeCells(
        cells(parent, "#address-cells", DEFAULT_ADDRESS_CELLS),
        cells(parent, "#size-cells", DEFAULT_SIZE_CELLS));
  }

  private static int cells(Node parent, String name, int defaultCells) {
    return parent.property(name).flatMap(Property::asCell).orElse(defaultCells);
  }

  /** A {@code reg} property with one range. */
  public Property reg(HexNumber base, HexNumber size) {
    List<Integer> cells = new ArrayList<>();
    add(cells, base.value(), addressCells);
    add(cells, size.value(), sizeCells);
    return Property.cells("reg", cells.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Adds a number as one or two cells. */
  public static void add(List<Integer> cells, long number, int count) {
    if (count > 1) {
      cells.add((int) (number >>> 32));
    }
    cells.add((int) number);
  }
}
