package dev.okayd.platform;

/**
 * Where a hypervisor has room for PCI host bridges, and how their nodes look: bridge N has the Nth
 * piece of each range and of the interrupts.
 *
 * @param node name of a bridge's node before the {@code @}
 * @param bridges how many there are
 * @param configuration configuration space (ECAM) of bridge 0
 * @param memory window of 32-bit memory of bridge 0
 * @param prefetchable window of 64-bit prefetchable memory of bridge 0
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
   * @param each how many a bridge has
   * @param flags third cell of the specifier
   */
  public record Interrupts(int first, int each, HexNumber flags) {

    /** INTID of INTA of bridge N. */
    public int first(int index) {
      return first + index * each;
    }
  }
}
