package dev.okayd.fdt.dts.source;

import java.util.Optional;
import java.util.Set;

/**
 * What a source text says of a property beyond its bytes.
 *
 * @param span where it stands; empty for one that the compiler made
 * @param phandlesAt the byte offsets in the value where the text refers to a node
 */
public record PropertyOrigin(Optional<SourceSpan> span, Set<Integer> phandlesAt) {
  /** Of a property that no source text has. */
  public static final PropertyOrigin NONE = new PropertyOrigin(Optional.empty(), Set.of());

  public PropertyOrigin {
    phandlesAt = Set.copyOf(phandlesAt);
  }
}
