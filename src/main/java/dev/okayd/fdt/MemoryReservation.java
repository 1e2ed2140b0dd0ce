package dev.okayd.fdt;

/**
 * An entry of the memory reservation block (specification, §5.3).
 *
 * @param address physical address in bytes, unsigned
 * @param size in bytes, unsigned, not 0
 */
public record MemoryReservation(long address, long size) {
  public MemoryReservation {
    if (size == 0) {
      throw new IllegalArgumentException("A reservation of size 0 would end the reservation block");
    }
  }
}
