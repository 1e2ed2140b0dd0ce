package dev.okayd.backend;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The columns of a {@link ReadinessRecord}, the same in both of its tables. */
final class ReadinessColumns {
  /** The columns for a SELECT. */
  static final String NAMES =
      "readiness, sequence, received_at, changed_at, lease_until, lease_micros";

  private ReadinessColumns() {}

  static Map<String, Object> of(Optional<ReadinessRecord> record) {
    Map<String, Object> columns = new HashMap<>();
    columns.put(
        "readiness", record.map(ReadinessRecord::readiness).orElse(Readiness.UNKNOWN).name());
    columns.put("sequence", record.map(ReadinessRecord::sequence).orElse(null));
    columns.put("receivedAt", EpochMicros.micros(record.map(ReadinessRecord::receivedAt)));
    columns.put("changedAt", EpochMicros.micros(record.map(ReadinessRecord::recordedAt)));
    columns.put(
        "leaseUntil", EpochMicros.micros(record.flatMap(ReadinessRecord::lease).map(Lease::until)));
    columns.put(
        "leaseMicros",
        record
            .flatMap(ReadinessRecord::lease)
            .map(lease -> lease.length().toNanos() / 1000)
            .orElse(null));
    return columns;
  }

  static ReadinessRecord read(ResultSet row) throws SQLException {
    Instant recordedAt = EpochMicros.instant(row.getLong("changed_at"));
    Optional<Instant> leaseUntil = EpochMicros.instant(row, "lease_until");
    Duration length = Duration.of(row.getLong("lease_micros"), ChronoUnit.MICROS);
    return new ReadinessRecord(
        StoredEnum.read(Readiness.class, row.getString("readiness")),
        row.getLong("sequence"),
        EpochMicros.instant(row, "received_at").orElse(recordedAt),
        recordedAt,
        leaseUntil.map(until -> new Lease(until, length)));
  }
}
