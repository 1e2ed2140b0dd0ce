package dev.okayd.readiness.event;

import dev.okayd.eventlog.Retention;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Deletes old events, because a backend that reports every few seconds would otherwise fill the
 * disk. The last event of each epoch stays: it proves that the epoch existed, and its sequence
 * makes a resent older event outdated.
 */
@ApplicationScoped
public class EventRetention implements Retention {
  private static final int STEP = 1000;
  private static final int MAX_EPOCHS = 1000;

  private final Store store;

  public EventRetention(Store store) {
    this.store = store;
  }

  private record Key(String backend, String id) {}

  @Override
  public int drop(Instant oldest, int most) {
    Instant since =
        store.read(handle -> oldestOf(handle, most)).filter(oldest::isBefore).orElse(oldest);
    return dropAll(handle -> old(handle, since)) + dropAll(EventRetention::ofEndedEpochs);
  }

  private int dropAll(Function<Handle, List<Key>> find) {
    int all = 0;
    List<Key> found;
    do {
      found = store.read(find);
      List<Key> step = found;
      all += store.inTransaction(handle -> drop(handle, step));
    } while (found.size() == STEP);
    return all;
  }

  /** The receive time that retains at most this number of events, if there are more. */
  private static Optional<Instant> oldestOf(Handle handle, int most) {
    return handle
        .createQuery(
            "SELECT received_at FROM readiness_event ORDER BY received_at DESC LIMIT 1 OFFSET :most")
        .bind("most", most)
        .map((row, context) -> EpochMicros.instant(row.getLong("received_at")).plusNanos(1000))
        .findOne();
  }

  /**
   * Events of epochs beyond the latest {@link #MAX_EPOCHS} of a backend; of these not even the last
   * one stays.
   */
  private static List<Key> ofEndedEpochs(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT backend, event_id FROM (
              SELECT backend, event_id,
                     dense_rank() OVER (PARTITION BY backend ORDER BY ended DESC, epoch) AS place
              FROM (SELECT backend, event_id, epoch,
                           max(received_at) OVER (PARTITION BY backend, epoch) AS ended
                    FROM readiness_event) timed) ranked
            WHERE place > :most LIMIT :limit
            """)
        .bind("most", MAX_EPOCHS)
        .bind("limit", STEP)
        .map((row, context) -> new Key(row.getString("backend"), row.getString("event_id")))
        .list();
  }

  private static List<Key> old(Handle handle, Instant oldest) {
    return handle
        .createQuery(
            """
            SELECT event.backend, event.event_id FROM readiness_event event
            JOIN (SELECT backend, epoch, max(sequence) AS last FROM readiness_event
                  GROUP BY backend, epoch) known
              ON known.backend = event.backend AND known.epoch = event.epoch
            WHERE event.received_at < :oldest AND event.sequence < known.last
            LIMIT :limit
            """)
        .bind("oldest", EpochMicros.micros(oldest))
        .bind("limit", STEP)
        .map((row, context) -> new Key(row.getString("backend"), row.getString("event_id")))
        .list();
  }

  private static int drop(Handle handle, List<Key> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "DELETE FROM readiness_event WHERE backend = :backend AND event_id = :id");
    keys.forEach(key -> batch.bind("backend", key.backend()).bind("id", key.id()).add());
    batch.execute();
    return keys.size();
  }
}
