package dev.okayd.backup;

import dev.okayd.eventlog.EventLog;
import dev.okayd.store.ScratchStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** An okayd on an empty store. */
final class FreshService {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final ScratchStore store;
  private final EventLog log;

  FreshService(Path directory) {
    store = new ScratchStore(directory);
    log = new EventLog(store.json(), store.mapper(), CLOCK);
  }

  ScratchStore store() {
    return store;
  }

  EventLog log() {
    return log;
  }

  BackupText backup() throws IOException {
    try (InputStream in = new Backup(store, CLOCK, "test").open()) {
      return BackupText.of(in.readAllBytes());
    }
  }

  Restore.Restored restore(BackupText backup) throws IOException {
    return new Restore(store, log, List.of(), CLOCK).from(new ByteArrayInputStream(backup.file()));
  }
}
