package dev.okayd.channel.xenstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final XenstoreRequestId REQUEST = new XenstoreRequestId("0123456789abcdef", 7);

  private static List<String> sealed(String message) {
    return new ArrayList<>(Envelope.split(REQUEST, message));
  }

  private static Envelope of(List<String> values) {
    return Envelope.of(values.get(0)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1499, 1500, 1501, 3000, 100_000})
  void opensWhatItSealedInValuesThatAGuestMayHave(int length) {
    String message = "x".repeat(length);

    List<String> values = sealed(message);

    assertThat(of(values).request()).isEqualTo(REQUEST);
    assertThat(of(values).parts()).isEqualTo(values.size());
    assertThat(of(values).join(values)).contains(message);
    assertThat(values).allMatch(value -> value.length() < 1700);
  }

  @Test
  void transportsAnyText() {
    String message = "200\n{\"detail\": \"\u201e\u00e4\u201c \ud83d\ude00\"}";

    List<String> values = sealed(message);

    assertThat(of(values).join(values)).contains(message);
  }

  @Test
  void doesNotJoinChangedValues() {
    List<String> values = sealed("x".repeat(2000));

    assertThat(of(values).join(values.subList(0, 1))).isEmpty();
    values.set(1, "y" + values.get(1).substring(1));
    assertThat(of(values).join(values)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "okayd1",
        "okayd1 0123456789abcdef 1 1 1\n",
        "okayd2 0123456789abcdef 1 1 1 %s\n",
        "okayd1 ../.. 1 1 1 %s\n",
        "okayd1 0123456789abcdef -1 1 1 %s\n",
        "okayd1 0123456789abcdef 1 1000 1 %s\n",
        "okayd1 0123456789abcdef 1 1 1 %s"
      })
  void isNotFoundInAnythingElse(String value) {
    assertThat(Envelope.of(value.formatted("0".repeat(64)))).isEmpty();
  }

  @Test
  void isTooLongAboveTheLimitOfParts() {
    int most = Envelope.MOST_PARTS * Envelope.PART;

    assertThat(of(sealed("x".repeat(most))).isTooLong()).isFalse();
    assertThat(of(sealed("x".repeat(most + 1))).isTooLong()).isTrue();
  }
}
