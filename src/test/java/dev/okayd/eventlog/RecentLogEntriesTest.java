package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentLogEntriesTest {
  private static RecentLogEntries of(int most, long... seqs) {
    RecentLogEntries recent = new RecentLogEntries(most);
    LongStream.of(seqs)
        .forEach(seq -> recent.add(new LogEntry(seq, ScratchLog.NOW, "test.entry", "x", Map.of())));
    return recent;
  }

  private static Optional<List<Long>> after(RecentLogEntries recent, long after) {
    return recent.after(after, 3).map(all -> all.stream().map(LogEntry::seq).toList());
  }

  @Test
  void anEmptyCacheCoversNoPosition() {
    assertThat(after(of(4), 0)).isEmpty();
  }

  @Test
  void entriesAfterAPositionAreCachedFromTheFirstEntryOn() {
    RecentLogEntries recent = of(4, 7, 8, 11);

    assertThat(after(recent, 5)).isEmpty();
    assertThat(after(recent, 6)).hasValue(List.of(7L, 8L, 11L));
    assertThat(after(recent, 8)).hasValue(List.of(11L));
    assertThat(after(recent, 9)).hasValue(List.of(11L));
    assertThat(after(recent, 11)).hasValue(List.of());
  }

  @Test
  void aFullCacheDropsItsOldestEntry() {
    RecentLogEntries recent = of(4, 1, 2, 3, 4, 5, 7);

    assertThat(recent.covers(1)).isFalse();
    assertThat(after(recent, 2)).hasValue(List.of(3L, 4L, 5L));
    assertThat(after(recent, 5)).hasValue(List.of(7L));
  }
}
