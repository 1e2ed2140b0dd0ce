package dev.okayd.fdt.linux.unflatten;

import dev.okayd.fdt.linux.base.CStrings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mutable node of an overlay: the resolver rewrites its phandles, and the places that hold them,
 * before anything is applied.
 */
public final class OverlayNode {
  private final String name;
  private final String path;
  private final List<OverlayProperty> properties = new ArrayList<>();
  private final List<OverlayNode> children = new ArrayList<>();
  private final Map<String, OverlayProperty> propertiesByName = new HashMap<>();
  private final Map<String, OverlayNode> childrenByName = new HashMap<>();
  private int phandle;

  private OverlayNode(String name, String path) {
    this.name = name;
    this.path = path;
  }

  static OverlayNode root() {
    return new OverlayNode("", "");
  }

  OverlayNode addChild(String childName) {
    OverlayNode child = new OverlayNode(childName, path + "/" + childName);
    children.add(child);
    childrenByName.putIfAbsent(childName, child);
    return child;
  }

  void addProperty(OverlayProperty property) {
    properties.add(property);
    propertiesByName.putIfAbsent(property.name(), property);
  }

  public String name() {
    return name;
  }

  /** The path as {@code %pOF} prints it. */
  public String path() {
    return path;
  }

  public List<OverlayProperty> properties() {
    return properties;
  }

  public List<OverlayNode> children() {
    return children;
  }

  public Optional<OverlayProperty> property(String propertyName) {
    return Optional.ofNullable(propertiesByName.get(propertyName));
  }

  /** {@code of_get_child_by_name}: a child with this name and any unit address. */
  public Optional<OverlayNode> childByBaseName(String baseName) {
    return children.stream()
        .filter(child -> CStrings.baseName(child.name).equals(baseName))
        .findFirst();
  }

  /** {@code __of_find_node_by_path}: a child with exactly this name. */
  public Optional<OverlayNode> child(String childName) {
    return Optional.ofNullable(childrenByName.get(childName));
  }

  /** The phandle; 0 if the node has none. */
  public int phandle() {
    return phandle;
  }

  public void setPhandle(int number) {
    phandle = number;
  }
}
