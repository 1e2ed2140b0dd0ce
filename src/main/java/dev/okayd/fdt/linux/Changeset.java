package dev.okayd.fdt.linux;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.Entry.AddProperty;
import dev.okayd.fdt.linux.Entry.AttachNode;
import dev.okayd.fdt.linux.Entry.UpdateProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an overlay changes in the live tree.
 *
 * @param entries in the order in which they are applied
 */
record Changeset(List<Entry> entries) {
  static final Changeset EMPTY = new Changeset(List.of());

  Changeset {
    entries = List.copyOf(entries);
  }

  List<Entry> reversed() {
    List<Entry> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Every node that an entry is about. */
  Set<NodePath> nodes() {
    return entries.stream().map(Entry::node).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The nodes that it adds. */
  Set<NodePath> attached() {
    return entries.stream()
        .filter(AttachNode.class::isInstance)
        .map(Entry::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * {@code __of_changeset_apply_entries}. It cannot fail, for no two entries are about the same.
   */
  DeviceTree appliedTo(DeviceTree tree) {
    TreeEdit edit = new TreeEdit();
    for (Entry entry : entries) {
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
  DeviceTree revertedIn(DeviceTree tree) {
    TreeEdit edit = new TreeEdit();
    for (Entry entry : entries) {
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
