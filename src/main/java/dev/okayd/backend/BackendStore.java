package dev.okayd.backend;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code backend}. */
@ApplicationScoped
public class BackendStore implements BackendReader {
  /**
   * Lists the columns. With {@code *} a prepared statement of PostgreSQL would change its result
   * type when a later version adds a column while this one runs.
   */
  private static final String SELECT =
      """
      SELECT name, secret, replay_protection, status_url, xenstore_domain, xenstore_key,
        xenstore_form, xenstore_heartbeat_seconds, version, drain, drain_epoch, epoch, event_time,
        domid, %s
      FROM backend
      """
          .formatted(ReadinessColumns.NAMES);

  private static final String REGISTERED =
      """
      secret = excluded.secret, replay_protection = excluded.replay_protection,
      status_url = excluded.status_url, xenstore_domain = excluded.xenstore_domain,
      xenstore_key = excluded.xenstore_key, xenstore_form = excluded.xenstore_form,
      xenstore_heartbeat_seconds = excluded.xenstore_heartbeat_seconds,
      version = excluded.version
      """;

  private static final String READINESS =
      """
      drain = excluded.drain, drain_epoch = excluded.drain_epoch, epoch = excluded.epoch,
      event_time = excluded.event_time, domid = excluded.domid,
      readiness = excluded.readiness, sequence = excluded.sequence,
      received_at = excluded.received_at, changed_at = excluded.changed_at,
      lease_until = excluded.lease_until, lease_micros = excluded.lease_micros
      """;

  private final DeviceReadinessStore devices;

  public BackendStore(DeviceReadinessStore devices) {
    this.devices = devices;
  }

  @Override
  public Optional<BackendReadiness> find(Handle handle, String name, String guest, Instant now) {
    return get(handle, name)
        .map(backend -> view(backend, devices.ofGuest(handle, name, guest), now));
  }

  private static BackendReadiness view(
      Backend backend, Map<String, ReadinessRecord> ofDevices, Instant now) {
    Map<String, DeviceReadiness> devices = new HashMap<>();
    ofDevices.forEach(
        (device, record) -> devices.put(device, view(backend, Optional.of(record), now)));
    return new BackendReadiness(
        backend.epoch().map(Epoch::id).orElse(""),
        backend.epoch().flatMap(Epoch::domid),
        view(backend, backend.epoch().flatMap(Epoch::general), now),
        devices);
  }

  private static DeviceReadiness view(
      Backend backend, Optional<ReadinessRecord> record, Instant now) {
    return new DeviceReadiness(
        backend.readiness(record, now),
        record.map(ReadinessRecord::receivedAt),
        record.map(ReadinessRecord::recordedAt),
        record.filter(s -> !s.isExpired(now)).flatMap(ReadinessRecord::lease).map(Lease::until));
  }

  /** Backends whose names sort after this one, ordered by name. */
  public List<Backend> listAfter(Handle handle, String name) {
    return handle
        .createQuery(SELECT + "WHERE name > :name ORDER BY name")
        .bind("name", name)
        .map((row, context) -> backend(row))
        .list();
  }

  public Optional<Backend> get(Handle handle, String name) {
    return handle
        .createQuery(SELECT + "WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> backend(row))
        .findOne();
  }

  /** Writes the registration of a backend and everything that {@link #put} writes. */
  public void register(Handle handle, Backend backend) {
    upsert(handle, backend, REGISTERED + ", " + READINESS);
  }

  /**
   * Writes the readiness of a backend and its drain. Leaves its registration unchanged: a later
   * version may have registered it with values that this version does not know.
   */
  public void put(Handle handle, Backend backend) {
    upsert(handle, backend, READINESS);
  }

  private static void upsert(Handle handle, Backend backend, String update) {
    handle
        .createUpdate(
            """
            INSERT INTO backend (name, secret, replay_protection, status_url, xenstore_domain,
              xenstore_key, xenstore_form, xenstore_heartbeat_seconds, version, drain,
              drain_epoch, epoch,
              event_time, domid, readiness, sequence, received_at, changed_at, lease_until,
              lease_micros)
            VALUES (:name, :secret, :replayProtection, :statusUrl, :xenstoreDomain,
              :xenstoreKey, :xenstoreForm, :xenstoreHeartbeatSeconds, :version, :drain,
              :drainEpoch, :epoch,
              :eventTime, :domid, :readiness, :sequence, :receivedAt, :changedAt, :leaseUntil,
              :leaseMicros)
            ON CONFLICT (name) DO UPDATE SET
            """
                + update)
        .bind("name", backend.name())
        .bind("secret", backend.secret())
        .bind("replayProtection", backend.replayProtection().name())
        .bind("statusUrl", backend.statusUrl().orElse(null))
        .bind("xenstoreDomain", backend.xenstore().map(XenstoreKey::domain).orElse(null))
        .bind("xenstoreKey", backend.xenstore().map(XenstoreKey::key).orElse(null))
        .bind("xenstoreForm", backend.xenstore().map(key -> key.form().name()).orElse(null))
        .bind(
            "xenstoreHeartbeatSeconds",
            backend.xenstore().flatMap(XenstoreKey::heartbeatSeconds).orElse(null))
        .bind("version", backend.version())
        .bind("drain", backend.drain().map(Drain::operation).orElse(null))
        .bind("drainEpoch", backend.drain().flatMap(Drain::epoch).orElse(null))
        .bind("epoch", backend.epoch().map(Epoch::id).orElse(null))
        .bind("eventTime", EpochMicros.micros(backend.epoch().flatMap(Epoch::time)))
        .bind("domid", backend.epoch().flatMap(Epoch::domid).orElse(null))
        .bindMap(ReadinessColumns.of(backend.epoch().flatMap(Epoch::general)))
        .execute();
  }

  /** Backends that have an expired {@link Lease}, of their own or of one of their devices. */
  public List<String> withExpiredLeases(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            SELECT name FROM backend
              WHERE lease_until <= :now OR lease_until - lease_micros > :now
            UNION
            SELECT backend FROM device_readiness
              WHERE lease_until <= :now OR lease_until - lease_micros > :now
            """)
        .bind("now", EpochMicros.micros(now))
        .mapTo(String.class)
        .list();
  }

  public void delete(Handle handle, String name) {
    handle.createUpdate("DELETE FROM backend WHERE name = :name").bind("name", name).execute();
  }

  private static Backend backend(ResultSet row) throws SQLException {
    String epoch = row.getString("epoch");
    return new Backend(
        row.getString("name"),
        row.getString("secret"),
        StoredEnum.read(ReplayProtection.class, row.getString("replay_protection")),
        Optional.ofNullable(row.getString("status_url")),
        xenstore(row),
        row.getLong("version"),
        epoch == null ? Optional.empty() : Optional.of(epoch(epoch, row)),
        drain(row));
  }

  /** Empty for an unknown form, which a later version registered. */
  private static Optional<XenstoreKey> xenstore(ResultSet row) throws SQLException {
    String domain = row.getString("xenstore_domain");
    if (domain == null) {
      return Optional.empty();
    }
    String key = row.getString("xenstore_key");
    int seconds = row.getInt("xenstore_heartbeat_seconds");
    return StoredEnum.find(XenstoreForm.class, row.getString("xenstore_form"))
        .map(
            form ->
                new XenstoreKey(
                    domain, key, form, seconds == 0 ? Optional.empty() : Optional.of(seconds)));
  }

  private static Optional<Drain> drain(ResultSet row) throws SQLException {
    String operation = row.getString("drain");
    return operation == null
        ? Optional.empty()
        : Optional.of(new Drain(operation, Optional.ofNullable(row.getString("drain_epoch"))));
  }

  private static Epoch epoch(String id, ResultSet row) throws SQLException {
    int domid = row.getInt("domid");
    Optional<Integer> known = row.wasNull() ? Optional.empty() : Optional.of(domid);
    row.getLong("sequence");
    Optional<ReadinessRecord> general =
        row.wasNull() ? Optional.empty() : Optional.of(ReadinessColumns.read(row));
    return new Epoch(id, EpochMicros.instant(row, "event_time"), known, general);
  }
}
