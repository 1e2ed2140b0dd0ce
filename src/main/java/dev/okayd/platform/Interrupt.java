package dev.okayd.platform;

import java.util.List;

/**
 * A shared peripheral interrupt of an Arm GIC.
 *
 * @param intid its number as the GIC counts; shared ones begin at 32
 * @param cells its specifier in a device tree: 0 for shared, the number less 32, flags
 */
public record Interrupt(int intid, List<Integer> cells) {
  /** INTID of the first shared peripheral interrupt (GIC architecture specification). */
  public static final int FIRST_SPI = 32;

  /** INTID of the last one. */
  public static final int LAST_SPI = 1019;

  public Interrupt {
    cells = List.copyOf(cells);
  }

  /** The shared interrupt of this INTID, with the flags that the platform uses. */
  public static Interrupt shared(int intid, int flags) {
    return new Interrupt(intid, List.of(0, intid - FIRST_SPI, flags));
  }

  /** The value of an {@code interrupts} property. */
  public int[] specifier() {
    return cells.stream().mapToInt(Integer::intValue).toArray();
  }
}
