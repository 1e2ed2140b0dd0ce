package dev.okayd.backend;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code device_readiness}: the readiness that backends report for single devices. */
@ApplicationScoped
public class DeviceReadinessStore {
  private static final String SELECT =
      "SELECT guest, device, " + ReadinessColumns.NAMES + " FROM device_readiness ";

  /**
   * The maximum number of single devices that a backend may report in one epoch. Devices that no
   * guest has count as well, because the guest may be planned later. A new epoch deletes all of
   * them.
   */
  public static final int MAX_DEVICES = 4096;

  /** Which records of single devices an update supersedes. */
  public sealed interface Superseded {
    /** No record. */
    record None() implements Superseded {}

    /** All records, because they belong to another epoch. */
    record All() implements Superseded {}

    /** Records whose sequence is at most this one. */
    record UpTo(long sequence) implements Superseded {}
  }

  public Map<ServedDevice, ReadinessRecord> of(Handle handle, String backend) {
    Map<ServedDevice, ReadinessRecord> records = new LinkedHashMap<>();
    handle
        .createQuery(SELECT + "WHERE backend = :backend ORDER BY guest, device")
        .bind("backend", backend)
        .map((row, context) -> Map.entry(device(row), ReadinessColumns.read(row)))
        .forEach(entry -> records.put(entry.getKey(), entry.getValue()));
    return records;
  }

  /** The records of a guest by device name. */
  Map<String, ReadinessRecord> ofGuest(Handle handle, String backend, String guest) {
    Map<String, ReadinessRecord> records = new HashMap<>();
    handle
        .createQuery(SELECT + "WHERE backend = :backend AND guest = :guest")
        .bind("backend", backend)
        .bind("guest", guest)
        .map((row, context) -> Map.entry(row.getString("device"), ReadinessColumns.read(row)))
        .forEach(entry -> records.put(entry.getKey(), entry.getValue()));
    return records;
  }

  /** The records of these devices; a device without a record is left out. */
  public Map<ServedDevice, ReadinessRecord> of(
      Handle handle, String backend, List<ServedDevice> devices) {
    Map<ServedDevice, ReadinessRecord> records = new HashMap<>();
    devices.stream()
        .map(ServedDevice::guest)
        .distinct()
        .forEach(
            guest ->
                ofGuest(handle, backend, guest)
                    .forEach(
                        (device, record) -> records.put(new ServedDevice(guest, device), record)));
    records.keySet().retainAll(devices);
    return records;
  }

  public void put(Handle handle, String backend, ServedDevice device, ReadinessRecord record) {
    handle
        .createUpdate(
            """
            INSERT INTO device_readiness (backend, guest, device, readiness, sequence, received_at,
              changed_at, lease_until, lease_micros)
            VALUES (:backend, :guest, :device, :readiness, :sequence, :receivedAt,
              :changedAt, :leaseUntil, :leaseMicros)
            ON CONFLICT (backend, guest, device) DO UPDATE SET
              readiness = excluded.readiness, sequence = excluded.sequence,
              received_at = excluded.received_at, changed_at = excluded.changed_at,
              lease_until = excluded.lease_until, lease_micros = excluded.lease_micros
            """)
        .bind("backend", backend)
        .bind("guest", device.guest())
        .bind("device", device.device())
        .bindMap(ReadinessColumns.of(Optional.of(record)))
        .execute();
  }

  /**
   * Enforces {@link #MAX_DEVICES}.
   *
   * @throws OkaydException {@code too-many-devices} if the backend has more records
   */
  public void requireBounded(Handle handle, String backend) {
    int known =
        handle
            .createQuery("SELECT count(*) FROM device_readiness WHERE backend = :backend")
            .bind("backend", backend)
            .mapTo(Integer.class)
            .one();
    if (known > MAX_DEVICES) {
      throw new OkaydException(
          ErrorCode.TOO_MANY_DEVICES,
          ("Backend \"%s\" would have reported %d single devices in this epoch, at most %d are allowed; nothing was"
                  + " recorded. Leave out data.devices to report all devices at once")
              .formatted(backend, known, MAX_DEVICES));
    }
  }

  public void deleteSuperseded(Handle handle, String backend, Superseded what) {
    if (what instanceof Superseded.All) {
      delete(handle, backend, Long.MAX_VALUE);
    } else if (what instanceof Superseded.UpTo superseded) {
      delete(handle, backend, superseded.sequence());
    }
  }

  private static void delete(Handle handle, String backend, long upTo) {
    handle
        .createUpdate("DELETE FROM device_readiness WHERE backend = :backend AND sequence <= :upTo")
        .bind("backend", backend)
        .bind("upTo", upTo)
        .execute();
  }

  private static ServedDevice device(ResultSet row) throws SQLException {
    return new ServedDevice(row.getString("guest"), row.getString("device"));
  }
}
