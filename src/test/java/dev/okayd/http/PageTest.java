package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final PageRequest TWO = PageRequest.of(Optional.of("a"), Optional.of(2));

  @Test
  void theNextPageBeginsAfterTheLastItem() {
    assertThat(Page.of(TWO, List.of("b", "c", "d"), Function.identity()))
        .isEqualTo(new Page<>(List.of("b", "c"), Optional.of("c")));
  }

  @Test
  void theLastPageHasNoNext() {
    assertThat(Page.of(TWO, List.of("b", "c"), Function.identity()))
        .isEqualTo(new Page<>(List.of("b", "c"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1001})
  void aLimitOutOfBoundsIsRefused(int limit) {
    assertThatThrownBy(() -> PageRequest.of(Optional.empty(), Optional.of(limit)))
        .isInstanceOf(OkaydException.class)
        .hasMessage("limit is %d, 1 to 1000 are expected".formatted(limit));
  }

  @Test
  void theStartOfAPageMustBeAName() {
    assertThatThrownBy(() -> PageRequest.byName("guest", Optional.of("A"), Optional.empty()))
        .isInstanceOf(OkaydException.class)
        .hasMessageStartingWith("\"A\" is no name for a guest");
  }
}
