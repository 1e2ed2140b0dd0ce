package dev.okayd.readiness.drain;

import dev.okayd.eventlog.Retention;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Deletes old operations that have ended, except a drain that is still in effect. */
@ApplicationScoped
public class OperationRetention implements Retention {
  private final Store store;

  public OperationRetention(Store store) {
    this.store = store;
  }

  @Override
  public int drop(Instant oldest, int most) {
    return store.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM operation WHERE state <> 'RUNNING'
                      AND (changed_at < :oldest OR id IN (
                        SELECT id FROM operation ORDER BY changed_at DESC, id LIMIT :all OFFSET :most))
                      AND id NOT IN (SELECT drain FROM backend WHERE drain IS NOT NULL)
                    """)
                .bind("oldest", EpochMicros.micros(oldest))
                .bind("all", Integer.MAX_VALUE)
                .bind("most", most)
                .execute());
  }
}
