package dev.okayd.fdt.dts.source;

import java.util.Optional;
import java.util.Set;

/**
 * What a source text tells about a property in addition to its bytes.
 *
 * @param span its place in the text; empty for a property that the compiler added
 * @param phandlesAt the byte offsets in the value where the text refers to a node
 */
public record PropertyOrigin(Optional<SourceSpan> span, Set<Integer> phandlesAt) {
  /** For a property that is in no source text. */
  public static final PropertyOrigin NONE = new PropertyOrigin(Optional.empty(), Set.of());

  public PropertyOrigin {
    phandlesAt = Set.copyOf(phandlesAt);
  }
}
