package dev.okayd.readiness;

import dev.okayd.attach.BackendView;
import dev.okayd.attach.Backends;
import dev.okayd.attach.Readiness;
import dev.okayd.store.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code backend} and {@code readiness_event}. */
@ApplicationScoped
class BackendStore implements Backends {

  @Override
  public Optional<BackendView> find(Handle handle, String name) {
    return get(handle, name)
        .map(
            backend ->
                new BackendView(
                    backend.readiness(), backend.said().map(Backend.Said::epoch).orElse("")));
  }

  List<Backend> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM backend ORDER BY name")
        .map((row, context) -> backend(row))
        .list();
  }

  Optional<Backend> get(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM backend WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> backend(row))
        .findOne();
  }

  void put(Handle handle, Backend backend) {
    handle
        .createUpdate(
            """
            INSERT INTO backend (name, secret, replay_protection, readiness, epoch, sequence,
              event_time, changed_at)
            VALUES (:name, :secret, :replayProtection, :readiness, :epoch, :sequence, :eventTime,
              :changedAt)
            ON CONFLICT (name) DO UPDATE SET
              secret = excluded.secret, replay_protection = excluded.replay_protection,
              readiness = excluded.readiness, epoch = excluded.epoch,
              sequence = excluded.sequence, event_time = excluded.event_time,
              changed_at = excluded.changed_at
            """)
        .bind("name", backend.name())
        .bind("secret", backend.secret())
        .bind("replayProtection", backend.replayProtection().name())
        .bind("readiness", backend.readiness().name())
        .bind("epoch", backend.said().map(Backend.Said::epoch).orElse(null))
        .bind("sequence", backend.said().map(Backend.Said::sequence).orElse(null))
        .bind("eventTime", Time.micros(backend.said().flatMap(Backend.Said::time)))
        .bind("changedAt", Time.micros(backend.said().map(Backend.Said::at)))
        .execute();
  }

  void delete(Handle handle, String name) {
    handle.createUpdate("DELETE FROM backend WHERE name = :name").bind("name", name).execute();
  }

  boolean isReceived(Handle handle, ReadinessEvent event) {
    return handle
        .createQuery("SELECT 1 FROM readiness_event WHERE backend = :backend AND event_id = :id")
        .bind("backend", event.source())
        .bind("id", event.id())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  boolean isEpochHeard(Handle handle, ReadinessEvent event) {
    return handle
        .createQuery(
            "SELECT 1 FROM readiness_event WHERE backend = :backend AND epoch = :epoch LIMIT 1")
        .bind("backend", event.source())
        .bind("epoch", event.epoch())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void receive(Handle handle, ReadinessEvent event, Effect effect, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO readiness_event (backend, event_id, type, epoch, sequence, effect,
              received_at)
            VALUES (:backend, :id, :type, :epoch, :sequence, :effect, :now)
            """)
        .bind("backend", event.source())
        .bind("id", event.id())
        .bind("type", event.readiness().name())
        .bind("epoch", event.epoch())
        .bind("sequence", event.sequence())
        .bind("effect", effect.name())
        .bind("now", Time.micros(now))
        .execute();
  }

  private static Backend backend(ResultSet row) throws SQLException {
    String epoch = row.getString("epoch");
    return new Backend(
        row.getString("name"),
        row.getString("secret"),
        ReplayProtection.valueOf(row.getString("replay_protection")),
        Readiness.valueOf(row.getString("readiness")),
        epoch == null
            ? Optional.empty()
            : Optional.of(
                new Backend.Said(
                    epoch,
                    row.getLong("sequence"),
                    Time.instant(row, "event_time"),
                    Time.instant(row.getLong("changed_at")))));
  }
}
