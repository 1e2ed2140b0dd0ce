package dev.okayd.fdt.dts.source;

import java.util.List;
import java.util.Map;

/**
 * What a source text says of a node beyond the tree.
 *
 * @param definitions where it is defined, in the order of the text, from brace to semicolon; none
 *     for a node that the compiler made
 * @param everHadChildren whether it has child nodes, or had some that were deleted
 * @param properties by their names
 * @param children by their names
 */
public record NodeOrigin(
    List<SourceSpan> definitions,
    boolean everHadChildren,
    Map<String, PropertyOrigin> properties,
    Map<String, NodeOrigin> children) {
  /** Of a node that no source text has. */
  public static final NodeOrigin NONE = new NodeOrigin(List.of(), false, Map.of(), Map.of());

  public NodeOrigin {
    definitions = List.copyOf(definitions);
    properties = Map.copyOf(properties);
    children = Map.copyOf(children);
  }

  /** The origin of a property; {@link PropertyOrigin#NONE} where there is none. */
  public PropertyOrigin property(String name) {
    return properties.getOrDefault(name, PropertyOrigin.NONE);
  }

  /** The origin of a child; {@link #NONE} where there is none. */
  public NodeOrigin child(String name) {
    return children.getOrDefault(name, NONE);
  }
}
