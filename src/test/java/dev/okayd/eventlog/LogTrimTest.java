package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTrimTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir private Path directory = Path.of("");

  private record Kept(Duration keep, int keepEntries) implements LogConfig {
    @Override
    public Duration trimEvery() {
      return Duration.ofMinutes(1);
    }
  }

  private static LogTrim trim(ScratchLog log, Duration keep, int entries) {
    return new LogTrim(
        log.store(), new Kept(keep, entries), Clock.fixed(ScratchLog.NOW, ZoneOffset.UTC));
  }

  @Test
  void surplusEntriesAreDroppedOldestFirstInSmallSteps() {
    ScratchLog log = new ScratchLog(directory);
    log.append(2 * LogTrim.STEP + 500);

    int dropped = trim(log, MONTH, 300).run();

    assertThat(dropped).isEqualTo(2200);
    assertThat(log.seqs()).isEqualTo(LongStream.rangeClosed(2201, 2500).boxed().toList());
    assertThat(log.extent()).isEqualTo(new LogRange(2201, 2500));
  }

  @Test
  void expiredEntriesAreDropped() {
    ScratchLog log = new ScratchLog(directory);
    log.append(LogTrim.STEP + 5, ScratchLog.NOW.minus(MONTH).minusSeconds(1));
    log.append(2, ScratchLog.NOW.minus(MONTH));

    trim(log, MONTH, 1_000_000).run();

    assertThat(log.seqs()).containsExactly(1006L, 1007L);
  }

  @Test
  void oldEntriesAfterYoungerOnesStaySoThatTheLogHasNoGaps() {
    ScratchLog log = new ScratchLog(directory);
    log.append(1);
    log.append(3, ScratchLog.NOW.minus(MONTH.multipliedBy(2)));

    trim(log, MONTH, 1_000_000).run();

    assertThat(log.seqs()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void settingTheClockDoesNotChangeTheAgesOfEntries() {
    ScratchLog log = new ScratchLog(directory);
    Duration decades = Duration.ofDays(20_000);
    log.append(2, ScratchLog.NOW.minus(decades).minus(MONTH).minusSeconds(1));
    log.append(2, ScratchLog.NOW.minus(decades).minus(MONTH));
    log.correctAges(decades);
    log.append(1, ScratchLog.NOW);

    trim(log, MONTH, 1_000_000).run();

    assertThat(log.seqs()).containsExactly(3L, 4L, 5L);
  }

  @Test
  void theNewestEntryStaysHoweverOldItIs() {
    ScratchLog log = new ScratchLog(directory);
    log.append(7, ScratchLog.NOW.minus(MONTH.multipliedBy(2)));

    trim(log, MONTH, 0).run();

    assertThat(log.extent()).isEqualTo(new LogRange(7, 7));
  }

  @Test
  void trimmingAnEmptyLogDoesNothing() {
    ScratchLog log = new ScratchLog(directory);

    int dropped = trim(log, MONTH, 10).run();

    assertThat(dropped).isZero();
    assertThat(log.extent()).isEqualTo(new LogRange(1, 0));
  }
}
