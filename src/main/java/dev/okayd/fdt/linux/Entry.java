package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;

/** One entry of a changeset (drivers/of/dynamic.c). */
sealed interface Entry {
  /** The node that is changed. */
  NodePath node();

  /** A node is added, without properties and children. */
  record AttachNode(NodePath node) implements Entry {}

  /** A property is added. */
  record AddProperty(NodePath node, Property property) implements Entry {}

  /** A property gets another value. */
  record UpdateProperty(NodePath node, Property old, Property property) implements Entry {}
}
