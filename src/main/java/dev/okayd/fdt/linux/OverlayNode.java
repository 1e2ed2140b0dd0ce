package dev.okayd.fdt.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of an overlay while it is being resolved: phandles and the places that hold them are
 * rewritten before anything is applied.
 */
final class OverlayNode {
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

  String name() {
    return name;
  }

  /** As {@code %pOF} prints it. */
  String path() {
    return path;
  }

  List<OverlayProperty> properties() {
    return properties;
  }

  List<OverlayNode> children() {
    return children;
  }

  Optional<OverlayProperty> property(String propertyName) {
    return Optional.ofNullable(propertiesByName.get(propertyName));
  }

  /** {@code of_get_child_by_name}: whatever its unit address is. */
  Optional<OverlayNode> childByStem(String stem) {
    return children.stream().filter(child -> CStrings.stem(child.name).equals(stem)).findFirst();
  }

  /** {@code __of_find_node_by_path}: exactly this name. */
  Optional<OverlayNode> child(String childName) {
    return Optional.ofNullable(childrenByName.get(childName));
  }

  /** 0 where the node has none. */
  int phandle() {
    return phandle;
  }

  void setPhandle(int number) {
    phandle = number;
  }
}
