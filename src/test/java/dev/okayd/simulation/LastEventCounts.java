package dev.okayd.simulation;

import dev.okayd.backend.BackendReader;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A planted bug: the last received event counts, regardless of the order of sending. */
record LastEventCounts(BackendReader right) implements BackendReader {

  @Override
  public Optional<BackendReadiness> find(Handle handle, String name, String guest, Instant now) {
    return right
        .find(handle, name, guest, now)
        .map(
            view ->
                handle
                    .createQuery(
                        "SELECT type FROM readiness_event WHERE backend = :name ORDER BY rowid DESC LIMIT 1")
                    .bind("name", name)
                    .mapTo(String.class)
                    .findOne()
                    .map(Readiness::valueOf)
                    .map(
                        readiness ->
                            new BackendReadiness(
                                view.epoch(),
                                Optional.empty(),
                                new DeviceReadiness(
                                    readiness,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                                Map.of()))
                    .orElse(view));
  }
}
