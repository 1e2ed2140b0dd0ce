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
  private static final Lease OF_TEN_SECONDS = Lease.from(BEGIN, Duration.ofSeconds(10));

  private static ReadinessRecord said(Readiness readiness, Optional<Lease> lease) {
    return new ReadinessRecord(readiness, 1, BEGIN, BEGIN, lease);
  }

  @ParameterizedTest(name = "{0} ms after its begin it is over: {1}")
  @CsvSource({
    "0, false",
    "9999, false",
    "10000, true",
    "86400000, true",
    // a clock that was set back: nobody knows how much of it is left
    "-1, true",
    "-86400000, true"
  })
  void aLeaseHoldsFromItsBeginToItsEnd(long millis, boolean over) {
    assertThat(OF_TEN_SECONDS.isOver(BEGIN.plusMillis(millis))).isEqualTo(over);
  }

  @ParameterizedTest
  @CsvSource({"9999, READY", "10000, UNKNOWN", "-1, UNKNOWN"})
  void nobodyKnowsWhatABackendIsBeyondItsLease(long millis, Readiness expected) {
    ReadinessRecord ready = said(Readiness.READY, Optional.of(OF_TEN_SECONDS));

    assertThat(ready.at(BEGIN.plusMillis(millis))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "okayd listens since {0} ms, it is {1} ms: silent, {2}")
  @CsvSource({
    "0, 9999, false",
    "0, 10000, true",
    "-86400000, 10000, true",
    // okayd was stopped while the lease ran, or beyond its end
    "5000, 10000, false",
    "5000, 14999, false",
    "5000, 15000, true",
    "20000, 20000, false",
    "20000, 30000, true"
  })
  void silenceIsAWholeLeaseInWhichOkaydListened(long since, long now, boolean silent) {
    ReadinessRecord ready = said(Readiness.READY, Optional.of(OF_TEN_SECONDS));

    assertThat(ready.isSilent(BEGIN.plusMillis(since), BEGIN.plusMillis(now))).isEqualTo(silent);
  }

  @ParameterizedTest
  @EnumSource(Readiness.class)
  void withoutALeaseItHoldsForEver(Readiness readiness) {
    ReadinessRecord said = said(readiness, Optional.empty());

    assertThat(said.at(BEGIN.plus(Duration.ofDays(10_000)))).isEqualTo(readiness);
  }

  @ParameterizedTest(name = "{0} ms after its begin: {1}")
  @CsvSource({
    "9999, false",
    "10000, true",
    // the clock of the replica that has recorded it is ahead
    "-1, false",
    "-86400000, false"
  })
  void onlyALeaseThatHasRunOutIsSilence(long millis, boolean silent) {
    ReadinessRecord ready = said(Readiness.READY, Optional.of(OF_TEN_SECONDS));
    Instant now = BEGIN.plusMillis(millis);

    assertThat(ready.isSilent(now.minusSeconds(100), now)).isEqualTo(silent);
  }
}
