package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;

/** One entry of a changeset (drivers/of/dynamic.c). */
public sealed interface ChangesetEntry {
  /** The changed node. */
  NodePath node();

  /** Adds a node without properties and children. */
  record AttachNode(NodePath node) implements ChangesetEntry {}

  /** Adds a property. */
  record AddProperty(NodePath node, Property property) implements ChangesetEntry {}

  /** Changes the value of a property. */
  record UpdateProperty(NodePath node, Property old, Property property) implements ChangesetEntry {}
}
