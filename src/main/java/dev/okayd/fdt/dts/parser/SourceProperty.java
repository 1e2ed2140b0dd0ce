package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.source.SourcePosition;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A property as the source has it.
 *
 * @param span from its name to behind its semicolon; empty for one that the compiler made
 * @param labels of the property; a tree does not have them, but no other may be called so
 * @param labelsInValue of places in its value, in their order
 * @param deleted whether it only marks the place of one that was deleted, or that is to be
 */
public record SourceProperty(
    String name,
    List<ValuePart> value,
    SourcePosition position,
    Optional<SourceSpan> span,
    Set<String> labels,
    List<String> labelsInValue,
    boolean deleted) {
  public SourceProperty {
    value = List.copyOf(value);
    labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
    labelsInValue = List.copyOf(labelsInValue);
  }

  SourceProperty(String name, List<ValuePart> value, SourcePosition position) {
    this(name, value, position, Optional.empty(), Set.of(), List.of(), false);
  }

  /** {@code /delete-property/ name}, and what is left of a property afterwards. */
  static SourceProperty deletion(String name, SourcePosition position) {
    return new SourceProperty(
        name, List.of(), position, Optional.empty(), Set.of(), List.of(), true);
  }

  /** This property in the place of an earlier one, whose labels stay (dtc's merge_nodes). */
  SourceProperty over(SourceProperty earlier) {
    if (deleted) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(earlier.labels);
    all.addAll(labels);
    return new SourceProperty(name, value, position, span, all, labelsInValue, false);
  }
}
