package dev.okayd.platform;

import java.util.List;

/**
 * A shared peripheral interrupt of an Arm GIC.
 *
 * @param intid the GIC's number of the interrupt; shared interrupts start at 32
 * @param cells the specifier in a device tree: 0 for a shared interrupt, INTID minus 32, flags
 */
public record Interrupt(int intid, List<Integer> cells) {
  /** INTID of the first shared peripheral interrupt (GIC architecture specification). */
  public static final int FIRST_SPI = 32;

  /** INTID of the last shared peripheral interrupt. */
  public static final int LAST_SPI = 1019;

  public Interrupt {
    cells = List.copyOf(cells);
  }

  /** The shared interrupt with an INTID and the flags of the platform. */
  public static Interrupt shared(int intid, int flags) {
    return new Interrupt(intid, List.of(0, intid - FIRST_SPI, flags));
  }

  /** The value of an {@code interrupts} property. */
  public int[] specifier() {
    return cells.stream().mapToInt(Integer::intValue).toArray();
  }
}
