package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTypeTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void everyTypeIsDeclaredOnce() {
    assertThat(Arrays.stream(LogType.values()).map(LogType::type)).doesNotHaveDuplicates();
  }

  @Test
  void aTypeDeclaresTheFieldsOfItsData() {
    assertThat(LogType.GUEST_HELLO.declares(Set.of("bootId"))).isTrue();
    assertThat(LogType.GUEST_HELLO.declares(Set.of("bootId", "planMatches"))).isTrue();
    assertThat(LogType.GUEST_HELLO.declares(Set.of("bootId", "other"))).isFalse();
  }

  @Test
  void dataWithAnUndeclaredFieldFailsInTests() {
    ScratchLog log = new ScratchLog(directory);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                log.store()
                    .inTransaction(
                        handle ->
                            log.log()
                                .append(
                                    handle, LogType.GUEST_DELETED, "domu1", Map.of("why", "x"))))
        .withMessageContaining("LogType.GUEST_DELETED");
  }
}
