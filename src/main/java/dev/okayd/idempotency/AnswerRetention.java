package dev.okayd.idempotency;

import dev.okayd.eventlog.Retention;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Drops old answers. Clients choose the keys, so the number of answers is also bounded. */
@ApplicationScoped
class AnswerRetention implements Retention {
  private static final int STEP = 1000;

  private final Store store;
  private final IdempotencyConfig config;
  private final Clock clock;

  AnswerRetention(Store store, IdempotencyConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /** Drops by the retention time of answers instead of that of the log. */
  @Override
  public int drop(Instant oldest, int most) {
    Instant since = clock.instant().minus(config.keep());
    int all = 0;
    int dropped;
    do {
      dropped = store.inTransaction(handle -> drop(handle, since, most));
      all += dropped;
    } while (dropped == STEP);
    return all;
  }

  private static int drop(Handle handle, Instant since, int most) {
    return handle
        .createUpdate(
            """
            DELETE FROM idempotency WHERE key_sha256 IN (
              SELECT key_sha256 FROM (
                SELECT key_sha256, created_at,
                       row_number() OVER (ORDER BY created_at DESC, key_sha256) AS place
                FROM idempotency) ranked
              WHERE created_at <= :since OR place > :most LIMIT :step)
            """)
        .bind("since", EpochMicros.micros(since))
        .bind("most", most)
        .bind("step", STEP)
        .execute();
  }
}
