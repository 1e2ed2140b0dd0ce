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

/** No two entries of a changeset may be about the same ({@code changeset_dup_entry_check}). */
final class DuplicateEntryCheck {
  private DuplicateEntryCheck() {}

  /** An entry by what it is about, which it shares with another one, and how the kernel says so. */
  private record Subject(String line, String what) {}

  static void check(Changeset changeset, KernelLog log) {
    List<Subject> subjects =
        changeset.entries().stream().map(DuplicateEntryCheck::subject).toList();
    Map<Subject, Integer> last = new HashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      last.put(subjects.get(i), i);
    }
    List<Subject> doubled = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      if (last.getOrDefault(subjects.get(i), i) > i) {
        doubled.add(subjects.get(i));
      }
    }
    doubled.forEach(subject -> log.overlay(subject.line()));
    if (!doubled.isEmpty()) {
      throw new ErrnoException(
          Errno.EINVAL,
          "%s more than once; let one fragment do it".formatted(doubled.get(0).what()));
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
