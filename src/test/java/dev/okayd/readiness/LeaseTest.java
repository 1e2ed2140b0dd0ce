package dev.okayd.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Lease OF_TEN_SECONDS = Lease.from(BEGIN, Duration.ofSeconds(10));

  private static Said said(Readiness readiness, Optional<Lease> lease) {
    return new Said(readiness, 1, BEGIN, BEGIN, lease);
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
  @CsvSource({"9999, READY", "10000, LOST", "-1, LOST"})
  void readyBeyondItsLeaseIsLost(long millis, Readiness expected) {
    Said ready = said(Readiness.READY, Optional.of(OF_TEN_SECONDS));

    assertThat(ready.at(BEGIN.plusMillis(millis))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Readiness.class)
  void withoutALeaseItHoldsForEver(Readiness readiness) {
    Said said = said(readiness, Optional.empty());

    assertThat(said.at(BEGIN.plus(Duration.ofDays(10_000)))).isEqualTo(readiness);
  }
}
