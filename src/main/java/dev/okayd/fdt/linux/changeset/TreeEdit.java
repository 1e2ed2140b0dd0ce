package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies many changes to a tree at once, so that each node is copied only once. As in Linux, a new
 * property comes after the existing ones, and a new child before them.
 */
final class TreeEdit {
  private final Map<String, TreeEdit> children = new LinkedHashMap<>();
  private final Map<String, Property> puts = new LinkedHashMap<>();
  private final List<String> removals = new ArrayList<>();
  private boolean attached;
  private boolean detached;

  void attach(NodePath node) {
    at(node).attached = true;
  }

  void detach(NodePath node) {
    at(node).detached = true;
  }

  void put(NodePath node, Property property) {
    at(node).puts.put(property.name(), property);
  }

  void remove(NodePath node, String propertyName) {
    at(node).removals.add(propertyName);
  }

  private TreeEdit at(NodePath node) {
    TreeEdit edit = this;
    for (String name : node.names()) {
      edit = edit.children.computeIfAbsent(name, child -> new TreeEdit());
    }
    return edit;
  }

  DeviceTree applyTo(DeviceTree tree) {
    return new DeviceTree(applyTo(tree.root()), tree.reservations(), tree.bootCpu());
  }

  private Node applyTo(Node node) {
    return new Node(node.name(), properties(node), children(node));
  }

  private List<Property> properties(Node node) {
    Map<String, Property> properties = new LinkedHashMap<>();
    node.properties().forEach(property -> properties.put(property.name(), property));
    properties.putAll(puts);
    removals.forEach(properties::remove);
    return List.copyOf(properties.values());
  }

  private List<Node> children(Node node) {
    List<Node> kept = new ArrayList<>();
    for (Node child : node.children()) {
      TreeEdit edit = children.get(child.name());
      if (edit == null) {
        kept.add(child);
      } else if (!edit.detached) {
        kept.add(edit.applyTo(child));
      }
    }
    List<Node> added = new ArrayList<>();
    children.forEach(
        (name, edit) -> {
          if (edit.attached) {
            added.add(edit.applyTo(Node.of(name)));
          }
        });
    Collections.reverse(added);
    added.addAll(kept);
    return added;
  }
}
