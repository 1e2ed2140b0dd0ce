package dev.okayd.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as both databases keep them: microseconds since the epoch. */
public final class EpochMicros {
  private EpochMicros() {}

  /** For a column. */
  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** For a column that may be null. */
  public static @Nullable Long micros(Optional<Instant> instant) {
    return instant.map(EpochMicros::micros).orElse(null);
  }

  /** From a column. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** From a column that may be null. */
  public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }
}
