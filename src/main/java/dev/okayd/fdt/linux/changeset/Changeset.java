package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AddProperty;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AttachNode;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.UpdateProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The changes of an overlay to the live tree.
 *
 * @param entries the entries in the order of their application
 */
public record Changeset(List<ChangesetEntry> entries) {
  public static final Changeset EMPTY = new Changeset(List.of());

  public Changeset {
    entries = List.copyOf(entries);
  }

  public List<ChangesetEntry> reversed() {
    List<ChangesetEntry> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    return reversed;
  }

  /** The nodes of all entries. */
  public Set<NodePath> nodes() {
    return entries.stream()
        .map(ChangesetEntry::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The nodes that the changeset adds. */
  public Set<NodePath> attached() {
    return entries.stream()
        .filter(AttachNode.class::isInstance)
        .map(ChangesetEntry::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * {@code __of_changeset_apply_entries}. It cannot fail, because no two entries change the same
   * node or property.
   */
  public DeviceTree appliedTo(DeviceTree tree) {
    TreeEdit edit = new TreeEdit();
    for (ChangesetEntry entry : entries) {
      if (entry instanceof AttachNode attach) {
        edit.attach(attach.node());
      } else if (entry instanceof AddProperty add) {
        edit.put(add.node(), add.property());
      } else if (entry instanceof UpdateProperty update) {
        edit.put(update.node(), update.property());
      }
    }
    return edit.applyTo(tree);
  }

  /** {@code __of_changeset_revert_entries}. */
  public DeviceTree revertedIn(DeviceTree tree) {
    TreeEdit edit = new TreeEdit();
    for (ChangesetEntry entry : entries) {
      if (entry instanceof AttachNode attach) {
        edit.detach(attach.node());
      } else if (entry instanceof AddProperty add) {
        edit.remove(add.node(), add.property().name());
      } else if (entry instanceof UpdateProperty update) {
        edit.put(update.node(), update.old());
      }
    }
    return edit.applyTo(tree);
  }
}
