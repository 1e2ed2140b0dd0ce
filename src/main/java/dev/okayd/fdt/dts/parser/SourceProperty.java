package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.source.SourcePosition;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A property of the source.
 *
 * @param span from its name to the place after its semicolon; empty for a property that the
 *     compiler added
 * @param labels labels of the property; they are not in the tree, but must be unique in the source
 * @param labelsInValue labels of places in its value, in their order
 * @param deleted whether this only marks the place of a deleted property or a deletion
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

  /** Stands for {@code /delete-property/ name}, and for the place of the deleted property. */
  static SourceProperty deletion(String name, SourcePosition position) {
    return new SourceProperty(
        name, List.of(), position, Optional.empty(), Set.of(), List.of(), true);
  }

  /** This property in place of an earlier one; the earlier labels stay (dtc's merge_nodes). */
  SourceProperty replacing(SourceProperty earlier) {
    if (deleted) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(earlier.labels);
    all.addAll(labels);
    return new SourceProperty(name, value, position, span, all, labelsInValue, false);
  }
}
