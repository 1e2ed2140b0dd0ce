package dev.okayd.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Lease TEN_SECOND_LEASE = Lease.from(BEGIN, Duration.ofSeconds(10));

  private static ReadinessRecord record(Readiness readiness, Optional<Lease> lease) {
    return new ReadinessRecord(readiness, 1, BEGIN, BEGIN, lease);
  }

  @ParameterizedTest(name = "{0} ms after its start it is expired: {1}")
  @CsvSource({
    "0, false",
    "9999, false",
    "10000, true",
    "86400000, true",
    // the clock was set back, so the remaining time is unknown
    "-1, true",
    "-86400000, true"
  })
  void aLeaseIsValidFromItsStartToItsEnd(long millis, boolean expired) {
    assertThat(TEN_SECOND_LEASE.isExpired(BEGIN.plusMillis(millis))).isEqualTo(expired);
  }

  @ParameterizedTest
  @CsvSource({"9999, READY", "10000, UNKNOWN", "-1, UNKNOWN"})
  void readinessIsUnknownAfterTheLeaseExpires(long millis, Readiness expected) {
    ReadinessRecord ready = record(Readiness.READY, Optional.of(TEN_SECOND_LEASE));

    assertThat(ready.at(BEGIN.plusMillis(millis))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "okayd listens since {0} ms, it is {1} ms: expired, {2}")
  @CsvSource({
    "0, 9999, false",
    "0, 10000, true",
    "-86400000, 10000, true",
    // okayd was stopped during the lease, or past its end
    "5000, 10000, false",
    "5000, 14999, false",
    "5000, 15000, true",
    "20000, 20000, false",
    "20000, 30000, true"
  })
  void aLeaseExpiresOnlyIfOkaydListenedForItsWholeLength(
      long since, long now, boolean withoutReadiness) {
    ReadinessRecord ready = record(Readiness.READY, Optional.of(TEN_SECOND_LEASE));

    assertThat(ready.hasExpiredWhileListening(BEGIN.plusMillis(since), BEGIN.plusMillis(now)))
        .isEqualTo(withoutReadiness);
  }

  @ParameterizedTest
  @EnumSource(Readiness.class)
  void readinessWithoutALeaseNeverExpires(Readiness readiness) {
    ReadinessRecord record = record(readiness, Optional.empty());

    assertThat(record.at(BEGIN.plus(Duration.ofDays(10_000)))).isEqualTo(readiness);
  }

  @ParameterizedTest(name = "{0} ms after its start: {1}")
  @CsvSource({
    "9999, false",
    "10000, true",
    // the clock of the replica that recorded it is ahead
    "-1, false",
    "-86400000, false"
  })
  void aLeaseExpiresOnlyAfterItsEnd(long millis, boolean withoutReadiness) {
    ReadinessRecord ready = record(Readiness.READY, Optional.of(TEN_SECOND_LEASE));
    Instant now = BEGIN.plusMillis(millis);

    assertThat(ready.hasExpiredWhileListening(now.minusSeconds(100), now))
        .isEqualTo(withoutReadiness);
  }
}
