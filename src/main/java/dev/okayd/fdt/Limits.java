package dev.okayd.fdt;

import java.util.Optional;

/**
 * What a tree may have before reading, merging or compiling stops: its text or blob comes from
 * outside, and a few bytes of it can stand for a large tree. All of these count in the same way, so
 * whatever one of them makes the others take.
 *
 * @param bytes of the whole blob, or of a source text with all that it includes
 * @param depth of nodes, the root being 1
 * @param nodes in all
 * @param properties in all
 */
public record Limits(int bytes, int depth, int nodes, int properties) {
  /**
   * Of the service. Room for the trees of the field: QEMU pads what it dumps to 1 MiB, and Linux
   * skips nodes below depth 64 ({@code FDT_MAX_DEPTH} in drivers/of/fdt.c).
   */
  public static final Limits DEFAULT = new Limits(2 << 20, 64, 16_384, 131_072);

  /** Of the command line, whose files are its user's own: room for FIT images. */
  public static final Limits FILES = new Limits(256 << 20, 64, 1 << 20, 1 << 23);

  /**
   * Characters of a name. Trees of the field go beyond the 31 of the specification; this only
   * bounds work.
   */
  public static final int NAME_LENGTH = 255;

  /** Which of these limits a tree exceeds, in words; empty if it keeps to all. */
  public Optional<String> exceededBy(DeviceTree tree) {
    TreeSize size = TreeSize.of(tree.root());
    if (size.depth() > depth) {
      return Optional.of("is deeper than %d nodes".formatted(depth));
    }
    if (size.nodes() > nodes) {
      return Optional.of("has more than %d nodes".formatted(nodes));
    }
    if (size.properties() > properties) {
      return Optional.of("has more than %d properties".formatted(properties));
    }
    return size.structure() > bytes
        ? Optional.of("has more than %d bytes".formatted(bytes))
        : Optional.empty();
  }
}
