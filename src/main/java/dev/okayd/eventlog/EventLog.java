package dev.okayd.eventlog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The ordered log. Each entry is written in the transaction of the change that it records. */
@ApplicationScoped
public class EventLog {
  /**
   * Names the columns: with {@code *}, a column added by a later version would change the result
   * type of statements that PostgreSQL has prepared.
   */
  private static final String SELECT = "SELECT seq, at, type, subject, data FROM event_log ";

  private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

  private final StoredJson json;
  private final ObjectMapper mapper;
  private final Clock clock;

  /** Public for simulations; okayd has one bean. */
  public EventLog(StoredJson json, ObjectMapper mapper, Clock clock) {
    this.json = json;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * Appends an entry.
   *
   * @return its sequence number, which is never reused
   */
  @CanIgnoreReturnValue
  public long append(Handle handle, LogType type, String subject, Map<String, ?> data) {
    assert type.declares(data.keySet())
        : "%s has the fields %s; LogType.%s declares other ones"
            .formatted(type.type(), data.keySet(), type);
    return append(handle, type.type(), subject, data);
  }

  /** Appends an entry of any type, such as one of an earlier version. */
  @CanIgnoreReturnValue
  long append(Handle handle, String type, String subject, Map<String, ?> data) {
    return handle
        .createQuery(
            "INSERT INTO event_log (at, type, subject, data)"
                + " VALUES (:at, :type, :subject, :data) RETURNING seq")
        .bind("at", EpochMicros.micros(clock.instant()))
        .bind("type", type)
        .bind("subject", subject)
        .bind("data", json.write(data))
        .mapTo(Long.class)
        .one();
  }

  /** The entries after a sequence number, oldest first. */
  public List<LogEntry> read(Handle handle, long after, int limit) {
    return handle
        .createQuery(SELECT + "WHERE seq > :after ORDER BY seq LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> entry(row))
        .list();
  }

  /** The page after a sequence number. It begins later if the next entries have been dropped. */
  LogPage page(Handle handle, long after, int limit) {
    long from = Math.max(after, range(handle).first() - 1);
    return new LogPage(from, read(handle, from, limit));
  }

  /** The entries after a sequence number that match a filter, oldest first. */
  List<LogEntry> read(Handle handle, long after, int limit, LogFilter filter) {
    return handle
        .createQuery(
            SELECT
                + """
            WHERE seq > :after
              AND (type = :restored
                OR ((:type = '' OR type IN (:type, :formerType))
                  AND (:subject = '' OR subject = :subject OR subject LIKE :subject || '/%')))
            ORDER BY seq LIMIT :limit""")
        .bind("after", after)
        .bind("limit", limit)
        .bind("restored", LogType.STATE_RESTORED.type())
        .bind("type", filter.type().orElse(""))
        .bind("formerType", filter.type().map(LogType::former).orElse(""))
        .bind("subject", filter.subject().orElse(""))
        .map((row, context) -> entry(row))
        .list();
  }

  /** The time of the newest entry, if there is one. */
  public Optional<Instant> newestAt(Handle handle) {
    return handle
        .createQuery("SELECT at FROM event_log ORDER BY seq DESC LIMIT 1")
        .map((row, context) -> EpochMicros.instant(row.getLong("at")))
        .findOne();
  }

  /** Corrects the ages of all entries for a clock that was set; their recorded times stay. */
  public void correctAges(Handle handle, Duration by) {
    handle
        .createUpdate(
            """
            INSERT INTO log_age (up_to_seq, micros)
            SELECT COALESCE(MAX(seq), 0), :micros FROM event_log WHERE true
            ON CONFLICT (up_to_seq) DO UPDATE SET micros = log_age.micros + excluded.micros
            """)
        .bind("micros", by.toNanos() / 1000)
        .execute();
  }

  /** The range of the retained entries. */
  LogRange range(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT COALESCE((SELECT MIN(seq) FROM event_log), 1) AS first,
                   COALESCE((SELECT MAX(seq) FROM event_log), 0) AS last""")
        .map((row, context) -> new LogRange(row.getLong("first"), row.getLong("last")))
        .one();
  }

  private LogEntry entry(ResultSet row) throws SQLException {
    try {
      return new LogEntry(
          row.getLong("seq"),
          EpochMicros.instant(row.getLong("at")),
          LogType.present(row.getString("type")),
          row.getString("subject"),
          mapper.readValue(row.getString("data"), DATA));
    } catch (IOException e) {
      throw new SQLException("The data of a log entry is not JSON", e);
    }
  }
}
