package dev.okayd.readiness.event;

import dev.okayd.backend.ReadinessEvent;
import dev.okayd.store.EpochMicros;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code readiness_event}: events that okayd accepted. */
@ApplicationScoped
public class ReceivedEventStore {
  public boolean isKnownEpoch(Handle handle, String backend, String epoch) {
    return handle
        .createQuery(
            "SELECT 1 FROM readiness_event WHERE backend = :backend AND epoch = :epoch LIMIT 1")
        .bind("backend", backend)
        .bind("epoch", epoch)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The event with the highest sequence of each epoch of a backend. */
  public List<ReceivedEvent> lastOfEachEpoch(Handle handle, String backend) {
    return handle
        .createQuery(
            """
            SELECT event.event_id, event.type, event.epoch, event.sequence, event.effect, event.received_at
            FROM readiness_event event
            JOIN (SELECT epoch, max(sequence) AS last FROM readiness_event
                  WHERE backend = :backend GROUP BY epoch) known
              ON known.epoch = event.epoch AND known.last = event.sequence
            WHERE event.backend = :backend
            """)
        .bind("backend", backend)
        .map(
            (row, context) ->
                new ReceivedEvent(
                    row.getString("event_id"),
                    row.getString("type"),
                    row.getString("epoch"),
                    row.getLong("sequence"),
                    row.getString("effect"),
                    row.getLong("received_at")))
        .list();
  }

  /** Inserts an event with its earlier receive time; used by a restore. */
  public void put(Handle handle, String backend, ReceivedEvent event) {
    handle
        .createUpdate(
            """
            INSERT INTO readiness_event (backend, event_id, type, epoch, sequence, effect,
              received_at)
            VALUES (:backend, :id, :type, :epoch, :sequence, :effect, :receivedAt)
            ON CONFLICT (backend, event_id) DO NOTHING
            """)
        .bind("backend", backend)
        .bind("id", event.id())
        .bind("type", event.type())
        .bind("epoch", event.epoch())
        .bind("sequence", event.sequence())
        .bind("effect", event.effect())
        .bind("receivedAt", event.receivedAtMicros())
        .execute();
  }

  /** Deletes an event, so that okayd accepts it when it arrives again. */
  public void delete(Handle handle, String backend, String epoch, long sequence) {
    handle
        .createUpdate(
            """
            DELETE FROM readiness_event
            WHERE backend = :backend AND epoch = :epoch AND sequence = :sequence
            """)
        .bind("backend", backend)
        .bind("epoch", epoch)
        .bind("sequence", sequence)
        .execute();
  }

  /** Inserts an event; returns false if okayd received it before. */
  boolean add(Handle handle, ReadinessEvent event, EventEffect effect, Instant now) {
    return handle
            .createUpdate(
                """
            INSERT INTO readiness_event (backend, event_id, type, epoch, sequence, effect,
              received_at)
            VALUES (:backend, :id, :type, :epoch, :sequence, :effect, :now)
            ON CONFLICT (backend, event_id) DO NOTHING
            """)
            .bind("backend", event.source())
            .bind("id", event.id())
            .bind("type", event.readiness().name())
            .bind("epoch", event.epoch())
            .bind("sequence", event.sequence())
            .bind("effect", effect.name())
            .bind("now", EpochMicros.micros(now))
            .execute()
        == 1;
  }
}
