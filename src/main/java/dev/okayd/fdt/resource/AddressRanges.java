package dev.okayd.fdt.resource;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.resource.AddressRange.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the addresses that a tree claims: the {@code reg} of each node, translated to CPU addresses
 * through the {@code ranges} of the buses above it (specification, §2.3.5 to §2.3.8), and the
 * windows in the {@code ranges} of PCI host bridges. The devices on a PCI bus get their addresses
 * in these windows, so no other device may use them. A host bridge is recognized by its three-cell
 * addresses.
 *
 * <p>A bus without {@code ranges} is not part of the CPU's address space. Nodes below such a bus,
 * or below a host bridge, are left out.
 */
public final class AddressRanges {
  private static final int DEFAULT_ADDRESS_CELLS = 2;
  private static final int DEFAULT_SIZE_CELLS = 1;

  /** Flags and bus number, then 64 bits of address (IEEE 1275, PCI bus binding). */
  private static final int PCI_ADDRESS_CELLS = 3;

  private final List<AddressRange> found = new ArrayList<>();

  private AddressRanges() {}

  /** One entry of a {@code ranges} property. */
  private record Window(long child, long parent, long size) {
    boolean overlaps(Window other) {
      return new AddressRange(NodePath.ROOT, child, size).overlaps(other.child, other.size);
    }
  }

  /**
   * The windows of a bus, sorted by child address, because a small tree can have many thousand
   * windows and addresses. If windows overlap, only the first one counts.
   */
  private static final class Windows {
    private final NavigableMap<Long, Window> byChild = new TreeMap<>(Long::compareUnsigned);

    void add(Window window) {
      boolean free =
          Stream.of(byChild.floorEntry(window.child()), byChild.ceilingEntry(window.child()))
              .flatMap(Stream::ofNullable)
              .map(Map.Entry::getValue)
              .noneMatch(window::overlaps);
      if (window.size() != 0 && free) {
        byChild.put(window.child(), window);
      }
    }

    Optional<Long> translate(long address) {
      return Optional.ofNullable(byChild.floorEntry(address))
          .map(Map.Entry::getValue)
          .filter(w -> Long.compareUnsigned(address - w.child(), w.size()) < 0)
          .map(w -> address - w.child() + w.parent());
    }
  }

  /** The format of the {@code reg} properties of a bus's children. */
  private record Bus(int addressCells, int sizeCells, List<Windows> translations) {

    Optional<Long> translate(long address) {
      long translated = address;
      for (Windows windows : translations) {
        Optional<Long> up = windows.translate(translated);
        if (up.isEmpty()) {
          return Optional.empty();
        }
        translated = up.get();
      }
      return Optional.of(translated);
    }
  }

  /** All ranges that the nodes of this tree claim, in the order of the nodes. */
  public static List<AddressRange> of(DeviceTree tree) {
    AddressRanges ranges = new AddressRanges();
    Node root = tree.root();
    ranges.children(
        root,
        NodePath.ROOT,
        new Bus(
            cells(root, "#address-cells", DEFAULT_ADDRESS_CELLS),
            cells(root, "#size-cells", DEFAULT_SIZE_CELLS),
            List.of()));
    return List.copyOf(ranges.found);
  }

  private void children(Node parent, NodePath path, Bus bus) {
    for (Node node : parent.children()) {
      NodePath nodePath = path.child(node.name());
      addReg(node, nodePath, bus);
      addPciWindows(node, nodePath, bus);
      busOf(node, bus).ifPresent(below -> children(node, nodePath, below));
    }
  }

  private void addReg(Node node, NodePath path, Bus bus) {
    int[] reg = node.property("reg").flatMap(Property::asCells).orElse(new int[0]);
    int entry = bus.addressCells() + bus.sizeCells();
    if (entry == 0 || bus.addressCells() > 2 || bus.sizeCells() > 2) {
      return;
    }
    for (int i = 0; i + entry <= reg.length; i += entry) {
      long size = number(reg, i + bus.addressCells(), bus.sizeCells());
      if (size != 0) {
        bus.translate(number(reg, i, bus.addressCells()))
            .ifPresent(base -> found.add(new AddressRange(path, base, size)));
      }
    }
  }

  private void addPciWindows(Node node, NodePath path, Bus parentBus) {
    int[] ranges = node.property("ranges").flatMap(Property::asCells).orElse(new int[0]);
    int sizeCells = cells(node, "#size-cells", DEFAULT_SIZE_CELLS);
    if (cells(node, "#address-cells", DEFAULT_ADDRESS_CELLS) != PCI_ADDRESS_CELLS
        || parentBus.addressCells() > 2
        || sizeCells > 2) {
      return;
    }
    int sizeAt = PCI_ADDRESS_CELLS + parentBus.addressCells();
    int entry = sizeAt + sizeCells;
    for (int i = 0; i + entry <= ranges.length; i += entry) {
      long size = number(ranges, i + sizeAt, sizeCells);
      if (size != 0) {
        parentBus
            .translate(number(ranges, i + PCI_ADDRESS_CELLS, parentBus.addressCells()))
            .ifPresent(base -> found.add(new AddressRange(path, base, size, Claim.RANGES)));
      }
    }
  }

  private static Optional<Bus> busOf(Node node, Bus parentBus) {
    Optional<int[]> ranges = node.property("ranges").flatMap(Property::asCells);
    int addressCells = cells(node, "#address-cells", DEFAULT_ADDRESS_CELLS);
    int sizeCells = cells(node, "#size-cells", DEFAULT_SIZE_CELLS);
    if (ranges.isEmpty() || addressCells > 2 || sizeCells > 2 || parentBus.addressCells() > 2) {
      return Optional.empty();
    }
    List<Windows> translations = new ArrayList<>();
    if (ranges.get().length > 0) {
      translations.add(windows(ranges.get(), addressCells, parentBus.addressCells(), sizeCells));
    }
    translations.addAll(parentBus.translations());
    return Optional.of(new Bus(addressCells, sizeCells, translations));
  }

  private static Windows windows(int[] ranges, int child, int parent, int size) {
    Windows windows = new Windows();
    int entry = child + parent + size;
    for (int i = 0; entry > 0 && i + entry <= ranges.length; i += entry) {
      windows.add(
          new Window(
              number(ranges, i, child),
              number(ranges, i + child, parent),
              number(ranges, i + child + parent, size)));
    }
    return windows;
  }

  /** A number of 0 to 2 cells, big-endian. */
  private static long number(int[] cells, int start, int count) {
    long number = 0;
    for (int i = start; i < start + count; i++) {
      number = number << 32 | Integer.toUnsignedLong(cells[i]);
    }
    return number;
  }

  private static int cells(Node node, String name, int defaultCount) {
    return node.property(name)
        .flatMap(Property::asCell)
        .filter(cells -> cells >= 0 && cells <= 4)
        .orElse(defaultCount);
  }
}
