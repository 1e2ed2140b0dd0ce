package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;

/** One entry of a changeset (drivers/of/dynamic.c). */
public sealed interface ChangesetEntry {
  /** The node that is changed. */
  NodePath node();

  /** A node is added, without properties and children. */
  record AttachNode(NodePath node) implements ChangesetEntry {}

  /** A property is added. */
  record AddProperty(NodePath node, Property property) implements ChangesetEntry {}

  /** A property gets another value. */
  record UpdateProperty(NodePath node, Property old, Property property) implements ChangesetEntry {}
}
