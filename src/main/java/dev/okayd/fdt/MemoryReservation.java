package dev.okayd.fdt;

/**
 * An entry of the memory reservation block (specification, §5.3).
 *
 * @param address physical address in bytes, unsigned
 * @param size in bytes, unsigned
 */
public record MemoryReservation(long address, long size) {}
