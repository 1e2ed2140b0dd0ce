package dev.okayd.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyKeyTest {
  private static final IdempotencyKey KEY = new IdempotencyKey("one-effect");
  private static final byte[] ANSWER = "a token".getBytes(StandardCharsets.UTF_8);

  @Test
  void aKeyIsOptional() {
    assertThat(IdempotencyKey.of(List.of())).isEmpty();
  }

  static Stream<List<String>> malformed() {
    return Stream.of(
        List.of(""),
        List.of("two words"),
        List.of("ä"),
        List.of("a".repeat(201)),
        List.of("a", "a"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoneIsRefused(List<String> headers) {
    assertThatThrownBy(() -> IdempotencyKey.of(headers))
        .isInstanceOf(OkaydException.class)
        .hasMessageContaining("1 to 200 printable ASCII characters");
  }

  @Test
  void toStringHidesTheKey() {
    assertThat(KEY.toString()).doesNotContain("one-effect").contains(KEY.digest());
  }

  @Test
  void decryptsWhatItEncrypted() {
    assertThat(AnswerCipher.open(KEY.secret(), AnswerCipher.seal(KEY.secret(), ANSWER)))
        .isEqualTo(ANSWER);
  }

  @Test
  void encryptsTheSameAnswerDifferentlyEachTime() {
    assertThat(AnswerCipher.seal(KEY.secret(), ANSWER))
        .isNotEqualTo(AnswerCipher.seal(KEY.secret(), ANSWER));
  }

  @Test
  void doesNotDecryptAnAnswerOfAnotherKeyOrAChangedOne() {
    byte[] sealed = AnswerCipher.seal(KEY.secret(), ANSWER);
    byte[] changed = sealed.clone();
    changed[changed.length - 1] ^= 1;

    assertThatIllegalStateException()
        .isThrownBy(() -> AnswerCipher.open(new IdempotencyKey("another-effect").secret(), sealed));
    assertThatIllegalStateException().isThrownBy(() -> AnswerCipher.open(KEY.secret(), changed));
  }
}
