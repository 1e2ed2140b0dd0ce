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

/**
 * The ordered log. A row is written in the transaction of the change that it tells of, or not at
 * all.
 */
@ApplicationScoped
public class EventLog {
  /** The type of the entry that a restored state begins with. */
  public static final String RESTORED = "state.restored";

  /**
   * Named, as {@code *} would become another type in a statement that PostgreSQL has prepared, when
   * a later version adds a column while this one runs.
   */
  private static final String SELECT = "SELECT seq, at, type, subject, data FROM event_log ";

  private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

  private final StoredJson json;
  private final ObjectMapper mapper;
  private final Clock clock;

  /** A simulation makes its own; okayd has one. */
  public EventLog(StoredJson json, ObjectMapper mapper, Clock clock) {
    this.json = json;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * Appends an entry.
   *
   * @return its seq, which no other entry has or had
   */
  @CanIgnoreReturnValue
  public long append(Handle handle, String type, String subject, Map<String, ?> data) {
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

  /** The entries behind a place in the order, oldest first. */
  public List<LogEntry> read(Handle handle, long after, int limit) {
    return handle
        .createQuery(SELECT + "WHERE seq > :after ORDER BY seq LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> entry(row))
        .list();
  }

  /**
   * The page behind a place in the order. It begins later when entries behind that place are no
   * longer kept.
   */
  LogPage page(Handle handle, long after, int limit) {
    long from = Math.max(after, extent(handle).first() - 1);
    return new LogPage(from, read(handle, from, limit));
  }

  /** The entries behind a place in the order that a filter takes, oldest first. */
  List<LogEntry> read(Handle handle, long after, int limit, LogFilter filter) {
    return handle
        .createQuery(
            SELECT
                + """
            WHERE seq > :after
              AND (type = :restored
                OR ((:type = '' OR type = :type)
                  AND (:subject = '' OR subject = :subject OR subject LIKE :subject || '/%')))
            ORDER BY seq LIMIT :limit""")
        .bind("after", after)
        .bind("limit", limit)
        .bind("restored", RESTORED)
        .bind("type", filter.type().orElse(""))
        .bind("subject", filter.subject().orElse(""))
        .map((row, context) -> entry(row))
        .list();
  }

  /** When the newest entry was written, if there is any. */
  public Optional<Instant> newestAt(Handle handle) {
    return handle
        .createQuery("SELECT at FROM event_log ORDER BY seq DESC LIMIT 1")
        .map((row, context) -> EpochMicros.instant(row.getLong("at")))
        .findOne();
  }

  /** The clock moves: entries up to now keep their times, and age as if it had not. */
  public void timesMove(Handle handle, Duration by) {
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

  /** Which part of the log is kept. */
  LogRange extent(Handle handle) {
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
          row.getString("type"),
          row.getString("subject"),
          mapper.readValue(row.getString("data"), DATA));
    } catch (IOException e) {
      throw new SQLException("The log holds no JSON", e);
    }
  }
}
