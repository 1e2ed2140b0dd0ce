package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import java.util.HashSet;
import java.util.Set;

/**
 * An overlay that the kernel knows.
 *
 * @param id its number
 * @param state how far it came
 * @param changeset what it has built, whether or not that was applied
 */
record OverlayChangeset(int id, State state, Changeset changeset) {

  /** How far an overlay came. */
  enum State {
    /** It was refused before its changeset was built. */
    NOT_BUILT,
    /** It was refused while its changeset was built, or when that was complete. */
    BUILT,
    /** Its changes are in the tree. */
    APPLIED
  }

  /** The nodes of the tree that it is on. */
  Set<NodePath> nodes(TreeIndex tree) {
    Set<NodePath> nodes = new HashSet<>(changeset.nodes());
    if (state != State.APPLIED) {
      nodes.removeAll(changeset.attached());
    }
    nodes.removeIf(node -> tree.find(node).isEmpty());
    return nodes;
  }
}
