package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import java.util.HashSet;
import java.util.Set;

/**
 * An overlay that the kernel keeps.
 *
 * @param id its number
 * @param state how far the apply got
 * @param changeset the changes that were built, whether or not they were applied
 */
record OverlayChangeset(int id, State state, Changeset changeset) {

  /** How far the apply of an overlay got. */
  enum State {
    /** The kernel refused it before it built the changeset. */
    NOT_BUILT,
    /**
     * The kernel refused it while it built the changeset, or when it checked the complete
     * changeset.
     */
    BUILT,
    /** Its changes are in the tree. */
    APPLIED
  }

  /** The nodes of the tree that the overlay changes. */
  Set<NodePath> nodes(TreeIndex tree) {
    Set<NodePath> nodes = new HashSet<>(changeset.nodes());
    if (state != State.APPLIED) {
      nodes.removeAll(changeset.attached());
    }
    nodes.removeIf(node -> tree.find(node).isEmpty());
    return nodes;
  }
}
