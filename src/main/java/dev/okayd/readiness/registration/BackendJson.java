package dev.okayd.readiness.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.okayd.backend.Backend;
import dev.okayd.backend.Drain;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Lease;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ReplayProtection;
import dev.okayd.backend.ServedDevice;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.http.EntityTag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backend in the API. */
record BackendJson(
    String name,
    ReplayProtection replayProtection,
    Optional<String> statusUrl,
    Optional<XenstoreKey> xenstore,
    Readiness readiness,
    Optional<String> epoch,
    Optional<Long> sequence,
    Optional<Integer> domid,
    Optional<Instant> leaseUntil,
    Optional<String> drain,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Device> devices,
    Optional<Instant> changedAt,
    Optional<String> secret) {

  /** The readiness of a single device. */
  record Device(String guest, String device, Readiness readiness, long sequence) {}

  /** The ETag of a backend. It covers the readiness, which changes without a new version. */
  static EntityTag tag(RegisteredBackends.Details details, Instant now) {
    return EntityTag.of(details.backend().version(), of(details, now));
  }

  static BackendJson of(RegisteredBackends.Details details, Instant now) {
    return of(details.backend(), details.devices(), Optional.empty(), now);
  }

  /** Shows the secret only to the request that registered the backend. */
  static BackendJson of(RegisteredBackends.Put put, Instant now) {
    Backend backend = put.details().backend();
    Optional<String> secret = put.isNew() ? Optional.of(backend.secret()) : Optional.empty();
    return of(backend, put.details().devices(), secret, now);
  }

  private static BackendJson of(
      Backend backend,
      Map<ServedDevice, ReadinessRecord> devices,
      Optional<String> secret,
      Instant now) {
    Optional<ReadinessRecord> general = backend.epoch().flatMap(Epoch::general);
    return new BackendJson(
        backend.name(),
        backend.replayProtection(),
        backend.statusUrl(),
        backend.xenstore(),
        backend.readiness(now),
        backend.epoch().map(Epoch::id),
        general.map(ReadinessRecord::sequence),
        backend.epoch().flatMap(Epoch::domid),
        general.flatMap(ReadinessRecord::lease).map(Lease::until),
        backend.drain().map(Drain::operation),
        devices.entrySet().stream().map(record -> device(backend, record, now)).toList(),
        general.map(ReadinessRecord::recordedAt),
        secret);
  }

  private static Device device(
      Backend backend, Map.Entry<ServedDevice, ReadinessRecord> record, Instant now) {
    return new Device(
        record.getKey().guest(),
        record.getKey().device(),
        backend.readiness(Optional.of(record.getValue()), now),
        record.getValue().sequence());
  }
}
