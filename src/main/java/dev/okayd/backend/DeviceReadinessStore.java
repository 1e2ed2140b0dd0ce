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

/** The table {@code device_readiness}: what backends say of single devices. */
@ApplicationScoped
public class DeviceReadinessStore {
  private static final String SELECT =
      "SELECT guest, device, " + ReadinessColumns.NAMES + " FROM device_readiness ";

  /**
   * Of how many single devices a backend may speak in one epoch. Those that no guest has count as
   * well: a guest may be planned later. All are forgotten with their epoch.
   */
  public static final int MOST_DEVICES = 4096;

  /** What becomes of that which was said of single devices before. */
  public sealed interface Forgetting {
    /** It stays. */
    record Nothing() implements Forgetting {}

    /** It was of another epoch. */
    record Everything() implements Forgetting {}

    /** It is outdone where its sequence is not higher than this. */
    record UpTo(long sequence) implements Forgetting {}
  }

  public Map<ServedDevice, ReadinessRecord> of(Handle handle, String backend) {
    Map<ServedDevice, ReadinessRecord> said = new LinkedHashMap<>();
    handle
        .createQuery(SELECT + "WHERE backend = :backend ORDER BY guest, device")
        .bind("backend", backend)
        .map((row, context) -> Map.entry(device(row), ReadinessColumns.read(row)))
        .forEach(entry -> said.put(entry.getKey(), entry.getValue()));
    return said;
  }

  /** By device. */
  Map<String, ReadinessRecord> ofGuest(Handle handle, String backend, String guest) {
    Map<String, ReadinessRecord> said = new HashMap<>();
    handle
        .createQuery(SELECT + "WHERE backend = :backend AND guest = :guest")
        .bind("backend", backend)
        .bind("guest", guest)
        .map((row, context) -> Map.entry(row.getString("device"), ReadinessColumns.read(row)))
        .forEach(entry -> said.put(entry.getKey(), entry.getValue()));
    return said;
  }

  /** What was said of those of these devices of which something was. */
  public Map<ServedDevice, ReadinessRecord> of(
      Handle handle, String backend, List<ServedDevice> devices) {
    Map<ServedDevice, ReadinessRecord> said = new HashMap<>();
    devices.stream()
        .map(ServedDevice::guest)
        .distinct()
        .forEach(
            guest ->
                ofGuest(handle, backend, guest)
                    .forEach((device, s) -> said.put(new ServedDevice(guest, device), s)));
    said.keySet().retainAll(devices);
    return said;
  }

  public void put(Handle handle, String backend, ServedDevice device, ReadinessRecord said) {
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
        .bindMap(ReadinessColumns.of(Optional.of(said)))
        .execute();
  }

  /**
   * Holds a backend to its bound.
   *
   * @throws OkaydException {@code too-many-devices} if it has spoken of more
   */
  public void requireBounded(Handle handle, String backend) {
    int known =
        handle
            .createQuery("SELECT count(*) FROM device_readiness WHERE backend = :backend")
            .bind("backend", backend)
            .mapTo(Integer.class)
            .one();
    if (known > MOST_DEVICES) {
      throw new OkaydException(
          ErrorCode.TOO_MANY_DEVICES,
          ("Backend \"%s\" would have spoken of %d single devices in this epoch, %d are the most; nothing was"
                  + " recorded. Leave data.devices out to speak of all of them")
              .formatted(backend, known, MOST_DEVICES));
    }
  }

  public void forget(Handle handle, String backend, Forgetting what) {
    if (what instanceof Forgetting.Everything) {
      delete(handle, backend, Long.MAX_VALUE);
    } else if (what instanceof Forgetting.UpTo outdone) {
      delete(handle, backend, outdone.sequence());
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
