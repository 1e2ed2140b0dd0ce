package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRangeTest {
  private static final LogRange KEPT = new LogRange(11, 20);

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 20})
  void oneGoesOnWhereEverythingThatFollowedIsKept(long after) {
    assertThat(KEPT.requireKept(after)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 21})
  void oneDoesNotGoOnWhereSomethingIsMissing(long after) {
    assertThatThrownBy(() -> KEPT.requireKept(after))
        .isInstanceOf(OkaydException.class)
        .hasMessageContaining("Read the state again");
  }

  @Test
  void anEmptyLogIsReadFromItsBeginning() {
    assertThat(new LogRange(1, 0).requireKept(0)).isZero();
  }
}
