package dev.okayd.simulation;

import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogType;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Checks what okayd shows to its readers: the entries of the log, and guests with their ETags. */
final class LogOracle {
  private final Map<Long, String> entriesEver = new HashMap<>();
  private final NavigableSet<Long> entries = new TreeSet<>();
  private boolean readerKnowsOfGap;
  private final Map<String, String> representations = new HashMap<>();

  /** An entry of the log as it was written. */
  record Entry(long seq, String text) {}

  /** okayd has committed an entry: no other entry has or had its number. */
  void logged(Entry entry) {
    String before = entriesEver.putIfAbsent(entry.seq(), entry.text());
    if (before != null && !before.equals(entry.text())) {
      throw new Violation(
          "Entry %d of the log is \"%s\", and was \"%s\""
              .formatted(entry.seq(), entry.text(), before));
    }
    entries.add(entry.seq());
  }

  /** The log is that of a backup now; its first new entry tells readers. */
  void logIsRestored() {
    entries.clear();
  }

  /** A reader of the log is notified of dropped entries. */
  void readerIsNotifiedOfGap() {
    readerKnowsOfGap = true;
  }

  /** A reader at an entry gets the next one. */
  void reads(long last, LogEntry next) {
    boolean isRestored = next.type().equals(LogType.STATE_RESTORED.type());
    NavigableSet<Long> between = entries.headSet(next.seq(), false).tailSet(last, false);
    if (next.seq() <= last || (!between.isEmpty() && !readerKnowsOfGap && !isRestored)) {
      throw new Violation(
          "After entry %d of the log a reader gets %d, without notice of %s"
              .formatted(last, next.seq(), between));
    }
    readerKnowsOfGap = false;
  }

  /**
   * okayd shows a guest with an ETag: the same ETag must never stand for another representation.
   */
  void represented(String guest, String tag, String shown) {
    String before = representations.putIfAbsent(guest + " " + tag, shown);
    if (before != null && !before.equals(shown)) {
      throw new Violation(
          "With ETag %s guest %s is %s, and was %s".formatted(tag, guest, shown, before));
    }
  }
}
