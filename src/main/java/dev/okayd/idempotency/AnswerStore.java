package dev.okayd.idempotency;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code idempotency}. */
@ApplicationScoped
class AnswerStore {
  /** Each answer adds one row, so removing this many at each answer shrinks the table. */
  private static final int REMOVED_AT_ONCE = 100;

  private final StoredJson json;

  AnswerStore(StoredJson json) {
    this.json = json;
  }

  /** The request that used a key, and its answer. */
  record Known(String request, RecordedAnswer answer) {}

  Optional<Known> find(Handle handle, IdempotencyKey key, Instant since) {
    return handle
        .createQuery(
            """
            SELECT request_sha256, answer FROM idempotency
            WHERE key_sha256 = :key AND created_at > :since
            """)
        .bind("key", key.digest())
        .bind("since", EpochMicros.micros(since))
        .map((row, context) -> known(row, key))
        .findOne();
  }

  private Known known(ResultSet row, IdempotencyKey key) throws SQLException {
    byte[] answer = AnswerCipher.open(key.secret(), row.getBytes("answer"));
    return new Known(
        row.getString("request_sha256"),
        json.read(new String(answer, StandardCharsets.UTF_8), RecordedAnswer.class));
  }

  /** Stores an answer; it replaces an expired one with the same key. */
  void put(Handle handle, IdempotencyKey key, Known known, Instant now) {
    byte[] answer = json.write(known.answer()).getBytes(StandardCharsets.UTF_8);
    handle
        .createUpdate(
            """
            INSERT INTO idempotency (key_sha256, request_sha256, status, answer, created_at)
            VALUES (:key, :request, :status, :answer, :now)
            ON CONFLICT (key_sha256) DO UPDATE SET
              request_sha256 = excluded.request_sha256, status = excluded.status,
              answer = excluded.answer, created_at = excluded.created_at
            """)
        .bind("key", key.digest())
        .bind("request", known.request())
        .bind("status", known.answer().status())
        .bind("answer", AnswerCipher.seal(key.secret(), answer))
        .bind("now", EpochMicros.micros(now))
        .execute();
  }

  /** Removes some of the expired answers. */
  void trim(Handle handle, Instant before) {
    handle
        .createUpdate(
            """
            DELETE FROM idempotency WHERE key_sha256 IN (
              SELECT key_sha256 FROM idempotency WHERE created_at <= :before
              ORDER BY created_at LIMIT :some)
            """)
        .bind("before", EpochMicros.micros(before))
        .bind("some", REMOVED_AT_ONCE)
        .execute();
  }
}
