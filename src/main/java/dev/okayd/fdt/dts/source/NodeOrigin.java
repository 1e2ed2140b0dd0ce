package dev.okayd.fdt.dts.source;

import java.util.List;
import java.util.Map;

/**
 * What a source text tells about a node in addition to the tree.
 *
 * @param definitions the definitions of the node in the order of the text, each from brace to
 *     semicolon; none for a node that the compiler added
 * @param everHadChildren whether the node has or had child nodes; deleted ones count
 * @param properties origins of the properties, by name
 * @param children origins of the children, by name
 */
public record NodeOrigin(
    List<SourceSpan> definitions,
    boolean everHadChildren,
    Map<String, PropertyOrigin> properties,
    Map<String, NodeOrigin> children) {
  /** For a node that is in no source text. */
  public static final NodeOrigin NONE = new NodeOrigin(List.of(), false, Map.of(), Map.of());

  public NodeOrigin {
    definitions = List.copyOf(definitions);
    properties = Map.copyOf(properties);
    children = Map.copyOf(children);
  }

  /** The origin of a property; {@link PropertyOrigin#NONE} if the text does not have it. */
  public PropertyOrigin property(String name) {
    return properties.getOrDefault(name, PropertyOrigin.NONE);
  }

  /** The origin of a child; {@link #NONE} if the text does not have it. */
  public NodeOrigin child(String name) {
    return children.getOrDefault(name, NONE);
  }
}
