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

/** The columns that a {@link ReadinessRecord} has in both of its tables. */
final class ReadinessColumns {
  /** What a query selects of them. */
  static final String NAMES =
      "readiness, sequence, received_at, changed_at, lease_until, lease_micros";

  private ReadinessColumns() {}

  static Map<String, Object> of(Optional<ReadinessRecord> said) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("readiness", said.map(ReadinessRecord::readiness).orElse(Readiness.UNKNOWN).name());
    columns.put("sequence", said.map(ReadinessRecord::sequence).orElse(null));
    columns.put("receivedAt", EpochMicros.micros(said.map(ReadinessRecord::receivedAt)));
    columns.put("changedAt", EpochMicros.micros(said.map(ReadinessRecord::recordedAt)));
    columns.put(
        "leaseUntil", EpochMicros.micros(said.flatMap(ReadinessRecord::lease).map(Lease::until)));
    columns.put(
        "leaseMicros",
        said.flatMap(ReadinessRecord::lease)
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
