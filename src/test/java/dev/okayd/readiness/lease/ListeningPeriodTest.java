package dev.okayd.readiness.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListeningPeriodTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ListeningPeriod listening = new ListeningPeriod();

  private Instant checkUntil(int first, int last) {
    Instant since = BEGIN;
    for (int second = first; second <= last; second++) {
      since = listening.noteCheck(BEGIN.plusSeconds(second));
    }
    return since;
  }

  @Test
  void thePeriodStartsWithTheFirstCheck() {
    assertThat(checkUntil(0, 20)).isEqualTo(BEGIN);
  }

  @Test
  void aPauseStartsANewPeriod() {
    checkUntil(0, 20);

    assertThat(checkUntil(24, 30)).isEqualTo(BEGIN.plusSeconds(24));
  }

  @Test
  void aCheckDelayedByABusyMachineDoesNotStartANewPeriod() {
    checkUntil(0, 20);

    assertThat(checkUntil(23, 30)).isEqualTo(BEGIN);
  }

  @Test
  void aChangeOfTheClockInEitherDirectionStartsANewPeriod() {
    checkUntil(0, 20);

    assertThat(checkUntil(-500, -400)).isEqualTo(BEGIN.minusSeconds(500));
    assertThat(checkUntil(1_000_000, 1_000_020)).isEqualTo(BEGIN.plusSeconds(1_000_000));
  }

  private void recordFailsWith(ErrorCode code) {
    assertThatThrownBy(
            () ->
                listening.record(
                    () -> {
                      throw new OkaydException(code, "on purpose");
                    }))
        .isInstanceOf(OkaydException.class);
  }

  @Test
  void aStoreOutageStartsANewPeriod() {
    checkUntil(0, 20);

    recordFailsWith(ErrorCode.STORE_FULL);

    assertThat(checkUntil(21, 30)).isEqualTo(BEGIN.plusSeconds(21));
  }

  @Test
  void aRefusedEventDoesNotStartANewPeriod() {
    checkUntil(0, 20);

    recordFailsWith(ErrorCode.INVALID_EVENT);

    assertThat(checkUntil(21, 30)).isEqualTo(BEGIN);
  }
}
