package dev.okayd.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts instants to microseconds since the epoch, the format of both databases. */
public final class EpochMicros {
  private EpochMicros() {}

  /** The value of a column. */
  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The value of a nullable column. */
  public static @Nullable Long micros(Optional<Instant> instant) {
    return instant.map(EpochMicros::micros).orElse(null);
  }

  /** The instant in a column. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The instant in a nullable column. */
  public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }
}
