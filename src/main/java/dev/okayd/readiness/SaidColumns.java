package dev.okayd.readiness;

import dev.okayd.attach.Readiness;
import dev.okayd.store.StoredWord;
import dev.okayd.store.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The columns that a {@link Said} has in both of its tables. */
final class SaidColumns {
  /** What a query selects of them. */
  static final String NAMES =
      "readiness, sequence, received_at, changed_at, lease_until, lease_micros";

  private SaidColumns() {}

  static Map<String, Object> of(Optional<Said> said) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("readiness", said.map(Said::readiness).orElse(Readiness.UNKNOWN).name());
    columns.put("sequence", said.map(Said::sequence).orElse(null));
    columns.put("receivedAt", Time.micros(said.map(Said::receivedAt)));
    columns.put("changedAt", Time.micros(said.map(Said::recordedAt)));
    columns.put("leaseUntil", Time.micros(said.flatMap(Said::lease).map(Lease::until)));
    columns.put(
        "leaseMicros",
        said.flatMap(Said::lease).map(lease -> lease.length().toNanos() / 1000).orElse(null));
    return columns;
  }

  static Said read(ResultSet row) throws SQLException {
    Instant recordedAt = Time.instant(row.getLong("changed_at"));
    Optional<Instant> leaseUntil = Time.instant(row, "lease_until");
    Duration length = Duration.of(row.getLong("lease_micros"), ChronoUnit.MICROS);
    return new Said(
        StoredWord.read(Readiness.class, row.getString("readiness")),
        row.getLong("sequence"),
        Time.instant(row, "received_at").orElse(recordedAt),
        recordedAt,
        leaseUntil.map(until -> new Lease(until, length)));
  }
}
