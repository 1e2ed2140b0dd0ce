package dev.okayd.readiness.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListeningPeriodTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ListeningPeriod attention = new ListeningPeriod();

  private Instant looksUntil(int first, int last) {
    Instant since = BEGIN;
    for (int second = first; second <= last; second++) {
      since = attention.looks(BEGIN.plusSeconds(second));
    }
    return since;
  }

  @Test
  void okaydListensSinceItsFirstLook() {
    assertThat(looksUntil(0, 20)).isEqualTo(BEGIN);
  }

  @Test
  void afterAPauseItListensAnew() {
    looksUntil(0, 20);

    assertThat(looksUntil(24, 30)).isEqualTo(BEGIN.plusSeconds(24));
  }

  @Test
  void aLookThatIsLateOnABusyMachineIsNoPause() {
    looksUntil(0, 20);

    assertThat(looksUntil(23, 30)).isEqualTo(BEGIN);
  }

  @Test
  void afterTheClockWasSetEitherWayItListensAnew() {
    looksUntil(0, 20);

    assertThat(looksUntil(-500, -400)).isEqualTo(BEGIN.minusSeconds(500));
    assertThat(looksUntil(1_000_000, 1_000_020)).isEqualTo(BEGIN.plusSeconds(1_000_000));
  }

  private void hearsWhatIsRefused(ErrorCode code) {
    assertThatThrownBy(
            () ->
                attention.hears(
                    () -> {
                      throw new OkaydException(code, "on purpose");
                    }))
        .isInstanceOf(OkaydException.class);
  }

  @Test
  void whatTheStoreDoesNotTakeIsNoSilence() {
    looksUntil(0, 20);

    hearsWhatIsRefused(ErrorCode.STORE_FULL);

    assertThat(looksUntil(21, 30)).isEqualTo(BEGIN.plusSeconds(21));
  }

  @Test
  void whatIsRefusedWasHeardAllTheSame() {
    looksUntil(0, 20);

    hearsWhatIsRefused(ErrorCode.INVALID_EVENT);

    assertThat(looksUntil(21, 30)).isEqualTo(BEGIN);
  }
}
