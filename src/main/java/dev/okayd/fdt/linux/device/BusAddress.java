package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.linux.base.NodeProperties;
import java.util.List;
import java.util.Optional;

/**
 * The CPU address of a node's first {@code reg} entry ({@code of_translate_address} of
 * drivers/of/address.c). Buses with three address cells have flags in the first one. PCI and ISA
 * buses are treated like other buses, because the kernel creates no devices below them when an
 * overlay is applied.
 */
final class BusAddress {
  /** {@code OF_MAX_ADDR_CELLS}. */
  private static final int MAX_ADDRESS_CELLS = 4;

  /** {@code OF_ROOT_NODE_ADDR_CELLS_DEFAULT} and {@code OF_ROOT_NODE_SIZE_CELLS_DEFAULT}. */
  private static final int DEFAULT_CELLS = 1;

  private static final int CELLS_WITH_FLAGS = 3;

  private BusAddress() {}

  /**
   * The format of the addresses on a bus.
   *
   * @param address number of cells of an address
   * @param size number of cells of a size
   */
  private record Cells(int address, int size) {
    /** The format for the children of the last node. */
    static Optional<Cells> below(List<Node> lineage) {
      int address = NodeProperties.inherited(lineage, "#address-cells", DEFAULT_CELLS);
      int size = NodeProperties.inherited(lineage, "#size-cells", DEFAULT_CELLS);
      return address > 0 && address <= MAX_ADDRESS_CELLS && size > 0
          ? Optional.of(new Cells(address, size))
          : Optional.empty();
    }

    int flags() {
      return address == CELLS_WITH_FLAGS ? 1 : 0;
    }
  }

  /**
   * The CPU address of a node.
   *
   * @param lineage the nodes from the root to the node
   */
  static Optional<Long> of(List<Node> lineage) {
    int last = lineage.size() - 1;
    Optional<int[]> reg = NodeProperties.cells(lineage.get(last), "reg");
    Optional<Cells> cells = Cells.below(lineage.subList(0, last));
    if (reg.isEmpty() || cells.isEmpty() || reg.get().length < cells.get().address()) {
      return Optional.empty();
    }
    long address = number(reg.get(), cells.get().flags(), cells.get().address());
    return translated(lineage.subList(0, last), address, cells.get());
  }

  /** Translates an address through the ranges of each bus, from the last one up to the root. */
  private static Optional<Long> translated(List<Node> buses, long address, Cells cells) {
    long translated = address;
    Cells child = cells;
    for (int i = buses.size() - 1; i > 0; i--) {
      Optional<int[]> ranges = NodeProperties.cells(buses.get(i), "ranges");
      Optional<Cells> parent = Cells.below(buses.subList(0, i));
      if (ranges.isEmpty() || parent.isEmpty()) {
        return Optional.empty();
      }
      Optional<Long> up = inParent(ranges.get(), translated, child, parent.get());
      if (up.isEmpty()) {
        return Optional.empty();
      }
      translated = up.get();
      child = parent.get();
    }
    return Optional.of(translated);
  }

  /** {@code of_translate_one}; without entries the addresses stay the same. */
  private static Optional<Long> inParent(int[] ranges, long address, Cells child, Cells parent) {
    if (ranges.length == 0) {
      return Optional.of(address);
    }
    int entry = child.address() + parent.address() + child.size();
    for (int i = 0; i + entry <= ranges.length; i += entry) {
      int inParent = i + child.address();
      long start = number(ranges, i + child.flags(), inParent);
      long size = number(ranges, inParent + parent.address(), i + entry);
      if (Long.compareUnsigned(address, start) >= 0
          && Long.compareUnsigned(address, start + size) < 0) {
        long parentStart = number(ranges, inParent + parent.flags(), inParent + parent.address());
        return Optional.of(parentStart + address - start);
      }
    }
    return Optional.empty();
  }

  /** {@code of_read_number}: of more than two cells, only the last two count. */
  private static long number(int[] cells, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 32 | Integer.toUnsignedLong(cells[i]);
    }
    return number;
  }
}
