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
 * Events of backends that are no longer kept: a backend that says each few seconds that it lives
 * would else fill the disk. Of each epoch the last one stays, for it says that the epoch has been;
 * one that is sent again after it was dropped is outdone by that one's sequence.
 */
@ApplicationScoped
public class EventRetention implements Retention {
  private static final int STEP = 1000;
  private static final int MOST_EPOCHS = 1000;

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

  /** When the oldest of so many was received, if there are more. */
  private static Optional<Instant> oldestOf(Handle handle, int most) {
    return handle
        .createQuery(
            "SELECT received_at FROM readiness_event ORDER BY received_at DESC LIMIT 1 OFFSET :most")
        .bind("most", most)
        .map((row, context) -> EpochMicros.instant(row.getLong("received_at")).plusNanos(1000))
        .findOne();
  }

  /**
   * A backend that starts again and again: of epochs that are long over not even the last stays.
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
        .bind("most", MOST_EPOCHS)
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
