package dev.okayd.eventlog;

import dev.okayd.store.ScratchStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** An empty log for one test. */
final class ScratchLog {
  static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

  private final ScratchStore store;

  ScratchLog(Path directory) {
    this.store = new ScratchStore(directory);
  }

  ScratchStore store() {
    return store;
  }

  EventLog log() {
    return at(NOW);
  }

  private EventLog at(Instant instant) {
    return new EventLog(store.json(), store.mapper(), Clock.fixed(instant, ZoneOffset.UTC));
  }

  void append(int entries) {
    append(entries, NOW);
  }

  void append(int entries, Instant when) {
    append(entries, when, "test.entry", "scratch");
  }

  void append(int entries, Instant when, String type, String subject) {
    EventLog log = at(when);
    store.inTransaction(
        handle -> {
          for (int i = 0; i < entries; i++) {
            log.append(handle, type, subject, Map.of());
          }
          return entries;
        });
  }

  void correctAges(Duration by) {
    store.inTransaction(
        handle -> {
          log().correctAges(handle, by);
          return by;
        });
  }

  /** Trims the log. */
  void dropUpTo(long seq) {
    store.inTransaction(
        handle ->
            handle
                .createUpdate("DELETE FROM event_log WHERE seq <= :seq")
                .bind("seq", seq)
                .execute());
  }

  List<Long> seqs() {
    return store.read(handle -> log().read(handle, 0, Integer.MAX_VALUE)).stream()
        .map(LogEntry::seq)
        .toList();
  }

  LogRange extent() {
    return store.read(log()::range);
  }
}
