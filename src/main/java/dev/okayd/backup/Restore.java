package dev.okayd.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Replaces the state with a backup. It receives and checks the whole file before it takes a lock;
 * then one transaction deletes all rows and inserts those of the backup.
 */
@ApplicationScoped
public class Restore {
  private static final Logger LOG = Logger.getLogger(Restore.class);

  private final Store store;
  private final EventLog log;
  private final List<RestoreParticipant> participants;
  private final Clock clock;

  Restore(Store store, EventLog log, @All List<RestoreParticipant> participants, Clock clock) {
    this.store = store;
    this.log = log;
    this.participants = participants;
    this.clock = clock;
  }

  /**
   * What was restored.
   *
   * @param seq the last entry of the log
   */
  public record Restored(long guests, long backends, long seq) {}

  /** Restores the backup in a request body. */
  Restored from(InputStream sent) throws IOException {
    Path file = Files.createTempFile("okayd", ".restore");
    try {
      // Files.copy would create a new file that every user may read
      try (OutputStream out = Files.newOutputStream(file)) {
        sent.transferTo(out);
      }
      check(file);
      Restored restored = store.inTransaction(handle -> replace(handle, file));
      LOG.infof(
          "okayd restored a backup: %d guests, %d backends",
          restored.guests(), restored.backends());
      return restored;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void check(Path file) throws IOException {
    Map<String, List<String>> columns = store.read(TableColumns::of);
    try (InputStream in = Files.newInputStream(file)) {
      BackupReader.read(in, (line, bytes, table, row) -> check(columns, line, table, row));
    }
  }

  private static void check(
      Map<String, List<String>> known, long line, String table, JsonNode row) {
    List<String> columns = known.getOrDefault(table, List.of());
    if (columns.isEmpty()) {
      throw new BackupFormatException(
          line, "this version of okayd has no table \"%s\"".formatted(table));
    }
    row.properties()
        .forEach(
            cell -> {
              if (!columns.contains(cell.getKey())) {
                throw new BackupFormatException(
                    line,
                    "this version of okayd has no column \"%s\" in table \"%s\""
                        .formatted(cell.getKey(), table));
              }
              try {
                Object unused = CellFormat.read(cell.getValue());
              } catch (IllegalArgumentException e) {
                throw new BackupFormatException(line, cell.getKey() + ": " + e.getMessage());
              }
            });
  }

  private Restored replace(Handle handle, Path file) {
    List<RestoreParticipant.Afterwards> afterwards =
        participants.stream().map(participant -> participant.beforeRestore(handle)).toList();
    for (int i = BackupTable.ALL.size() - 1; i >= 0; i--) {
      handle.execute("DELETE FROM " + BackupTable.ALL.get(i).name());
    }
    RowInserter inserts = new RowInserter(handle);
    try (InputStream in = Files.newInputStream(file)) {
      BackupReader.read(in, inserts);
      inserts.flush(Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("The received file cannot be read again", e);
    }
    long number = LogSequence.advance(handle, clock.instant());
    afterwards.forEach(participant -> participant.afterRestore(handle, number));
    long guests = count(handle, "guest");
    long backends = count(handle, "backend");
    long seq =
        log.append(
            handle,
            LogType.STATE_RESTORED,
            "state",
            Map.of("guests", guests, "backends", backends));
    renewVersions(handle, seq);
    return new Restored(guests, backends, seq);
  }

  /**
   * Gives every restored guest and backend a new version, even if its content equals an earlier
   * version.
   */
  private static void renewVersions(Handle handle, long seq) {
    handle.createUpdate("UPDATE guest SET version = :seq").bind("seq", seq).execute();
    handle.createUpdate("UPDATE backend SET version = :seq").bind("seq", seq).execute();
  }

  private static long count(Handle handle, String table) {
    return handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one();
  }
}
