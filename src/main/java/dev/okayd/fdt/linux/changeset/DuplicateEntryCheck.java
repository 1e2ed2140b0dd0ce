package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AddProperty;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AttachNode;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.UpdateProperty;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.KernelLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that no two entries of a changeset change the same node or property ({@code
 * changeset_dup_entry_check}).
 */
final class DuplicateEntryCheck {
  private DuplicateEntryCheck() {}

  /**
   * The change that an entry makes, equal for duplicates: the kernel's log line and a description.
   */
  private record Subject(String line, String description) {}

  static void check(Changeset changeset, KernelLog log) {
    List<Subject> subjects =
        changeset.entries().stream().map(DuplicateEntryCheck::subject).toList();
    Map<Subject, Integer> last = new HashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      last.put(subjects.get(i), i);
    }
    List<Subject> duplicates = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      if (last.getOrDefault(subjects.get(i), i) > i) {
        duplicates.add(subjects.get(i));
      }
    }
    duplicates.forEach(subject -> log.overlay(subject.line()));
    if (!duplicates.isEmpty()) {
      throw new ErrnoException(
          Errno.EINVAL,
          "%s more than once; make the change in only one fragment"
              .formatted(duplicates.get(0).description()));
    }
  }

  private static Subject subject(ChangesetEntry entry) {
    String path = LiveNodeLookup.printed(entry.node());
    if (entry instanceof AddProperty add) {
      return property(path + "/" + add.property().name());
    }
    if (entry instanceof UpdateProperty update) {
      return property(path + "/" + update.property().name());
    }
    if (entry instanceof AttachNode) {
      return new Subject(
          "ERROR: multiple fragments add and/or delete node " + path, "it adds node " + path);
    }
    throw new AssertionError(entry);
  }

  private static Subject property(String property) {
    return new Subject(
        "ERROR: multiple fragments add, update, and/or delete property " + property,
        "it changes property " + property);
  }
}
