package dev.okayd.fdt;

/**
 * What a blob may hold before reading stops: a blob comes from outside, and a few bytes of it can
 * stand for a large tree.
 *
 * @param bytes of the whole blob
 * @param depth of nodes, the root being 1
 * @param nodes in all
 * @param properties in all
 */
public record Limits(int bytes, int depth, int nodes, int properties) {
  /**
   * Room for the trees of the field: QEMU pads what it dumps to 1 MiB, and Linux skips nodes below
   * depth 64 ({@code FDT_MAX_DEPTH} in drivers/of/fdt.c).
   */
  public static final Limits DEFAULT = new Limits(2 << 20, 64, 16_384, 131_072);
}
