package dev.okayd.simulation;

import dev.okayd.backend.BackendReader;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A planted bug: a backend that has sent no event counts as lost. */
record SilenceIsLoss(BackendReader right) implements BackendReader {

  @Override
  public Optional<BackendReadiness> find(Handle handle, String name, String guest, Instant now) {
    return right
        .find(handle, name, guest, now)
        .map(
            view ->
                view.general().readiness() == Readiness.UNKNOWN
                    ? new BackendReadiness(
                        view.epoch(), view.domid(), lost(view.general()), Map.of())
                    : view);
  }

  private static DeviceReadiness lost(DeviceReadiness silent) {
    return new DeviceReadiness(
        Readiness.LOST, silent.receivedAt(), silent.recordedAt(), silent.leaseUntil());
  }
}
