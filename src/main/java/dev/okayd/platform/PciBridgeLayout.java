package dev.okayd.platform;

/**
 * The address space of a hypervisor for PCI host bridges, and the shape of their nodes. Bridge N
 * gets the Nth piece of each range and of the interrupts.
 *
 * @param node name of a bridge's node before the {@code @}
 * @param bridges maximum number of bridges
 * @param configuration configuration space (ECAM) of bridge 0
 * @param memory 32-bit memory window of bridge 0
 * @param prefetchable 64-bit prefetchable memory window of bridge 0
 * @param interrupts of bridge 0
 */
public record PciBridgeLayout(
    String node,
    int bridges,
    Piece configuration,
    Piece memory,
    Piece prefetchable,
    Interrupts interrupts) {

  /**
   * Bridge 0's piece of a range.
   *
   * @param base first address
   * @param size in bytes, of each bridge's piece
   */
  public record Piece(HexNumber base, HexNumber size) {

    /** Bridge N's piece. */
    public Piece of(int index) {
      return new Piece(new HexNumber(base.value() + index * size.value()), size);
    }
  }

  /**
   * The legacy interrupts of bridge 0, INTA first.
   *
   * @param first INTID of INTA
   * @param each number of interrupts per bridge
   * @param flags third cell of the specifiers
   */
  public record Interrupts(int first, int each, HexNumber flags) {

    /** INTID of INTA of bridge N. */
    public int first(int index) {
      return first + index * each;
    }
  }
}
