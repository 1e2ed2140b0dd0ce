package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "attachment.forgotten, attachment.deleted",
    "backend.said, backend.reported",
    "backend.drain-called-off, backend.drain-cancelled",
    "operation.runs-again, operation.resumed",
    "guest.heard, guest.reachable"
  })
  void entriesOfAFormerTypeAreReadAndFilteredByThePresentName(String former, String present) {
    ScratchLog log = new ScratchLog(directory);
    log.append(1, ScratchLog.NOW, former, "storage");
    log.append(1, ScratchLog.NOW, present, "storage");
    log.append(1, ScratchLog.NOW, "guest.created", "domu1");

    for (String requested : List.of(former, present)) {
      LogFilter filter = new LogFilter(Optional.of(requested), Optional.empty());
      List<LogEntry> page = log.store().read(handle -> log.log().read(handle, 0, 10, filter));

      assertThat(page).extracting(LogEntry::type).containsExactly(present, present);
      assertThat(page).allMatch(filter::matches);
    }
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
