package dev.okayd.fdt;

import java.util.Optional;

/**
 * Upper limits on the size of a tree. Input comes from outside, and a few bytes of it can describe
 * a large tree, so the reader, the merge and the compiler stop at these limits. All of them count
 * in the same way, so each accepts what the others produce.
 *
 * @param bytes of the whole blob, or of a source text with all files that it includes
 * @param depth of nodes; the root has depth 1
 * @param nodes total number of nodes
 * @param properties total number of properties
 */
public record Limits(int bytes, int depth, int nodes, int properties) {
  /**
   * Limits of the service, with room for trees of real boards: QEMU pads its dumps to 1 MiB, and
   * Linux skips nodes below depth 64 ({@code FDT_MAX_DEPTH} in drivers/of/fdt.c).
   */
  public static final Limits DEFAULT = new Limits(2 << 20, 64, 16_384, 131_072);

  /** Limits of the command line, with room for FIT images: its users read their own files. */
  public static final Limits FILES = new Limits(256 << 20, 64, 1 << 20, 1 << 23);

  /**
   * Maximum length of a name in characters. Trees of real boards exceed the 31 characters of the
   * specification; this limit only bounds the work.
   */
  public static final int NAME_LENGTH = 255;

  /** Describes the limit that a tree exceeds; empty if it exceeds none. */
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
