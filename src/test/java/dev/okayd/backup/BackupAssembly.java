package dev.okayd.backup;

import dev.okayd.eventlog.EventLog;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/** Wires this package by hand, for tests without Quarkus. */
public final class BackupAssembly {
  private final Backup backup;
  private final Restore restore;

  /** Uses these parts of other packages. */
  public BackupAssembly(
      Store store, EventLog log, List<RestoreParticipant> participants, Clock clock) {
    backup = new Backup(store, clock, "test");
    restore = new Restore(store, log, participants, clock);
  }

  /** Makes a backup. */
  public byte[] make() {
    try (InputStream in = backup.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Restores a backup. */
  public void restore(byte[] file) {
    try {
      var unused = restore.from(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
