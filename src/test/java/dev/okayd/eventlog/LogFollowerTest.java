package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  /** Marks a gap in the received entries. */
  private static final long GAP = -1;

  @TempDir private Path directory = Path.of("");

  private final List<Long> received = new ArrayList<>();

  private final LogListener listener =
      new LogListener() {
        @Override
        public void appended(LogEntry entry) {
          received.add(entry.seq());
        }

        @Override
        public void entriesMissing() {
          received.add(GAP);
        }
      };

  private ScratchLog log;
  private LogFollower follower;

  @BeforeEach
  void follow() {
    log = new ScratchLog(directory);
    log.append(3);
    follower = new LogFollower(log.store(), log.log());
    follower.startAtHead();
  }

  private int followToTheEnd() {
    int all = 0;
    for (int page = follower.follow(); page > 0; page = follower.follow()) {
      all += page;
    }
    return all;
  }

  @Test
  void entriesFromBeforeTheStartAreNotPassedOn() {
    follower.listen(listener);

    int steps = follower.follow();

    assertThat(steps).isZero();
    assertThat(received).isEmpty();
  }

  @Test
  void everyEntryIsPassedOnOnceAndInOrderAcrossPages() {
    follower.listen(listener);
    log.append(1234);

    int handed = followToTheEnd();

    assertThat(handed).isEqualTo(1234);
    assertThat(received).isEqualTo(LongStream.rangeClosed(4, 1237).boxed().toList());
  }

  @Test
  void aThrowingListenerDoesNotAffectOtherListeners() {
    follower.listen(
        new LogListener() {
          @Override
          public void appended(LogEntry entry) {
            throw new IllegalStateException("on purpose, by a test");
          }

          @Override
          public void entriesMissing() {
            throw new IllegalStateException("on purpose, by a test");
          }
        });
    follower.listen(listener);
    log.append(2);

    followToTheEnd();

    assertThat(received).containsExactly(4L, 5L);
  }

  @Test
  void entriesTrimmedBeforeTheyWereReadAreReportedAsMissing() {
    follower.listen(listener);
    log.append(10);
    log.dropUpTo(9);

    followToTheEnd();

    assertThat(received).containsExactly(GAP, 10L, 11L, 12L, 13L);
  }

  @Test
  void aTrimOfReadEntriesIsNoGap() {
    follower.listen(listener);
    log.append(10);
    followToTheEnd();
    received.clear();

    log.append(1);
    log.dropUpTo(13);
    followToTheEnd();

    assertThat(received).containsExactly(14L);
  }

  @Test
  void aListenerThatThrowsAtAGapDoesNotAffectOtherListeners() {
    aThrowingListenerDoesNotAffectOtherListeners();
    log.append(3);
    log.dropUpTo(7);
    received.clear();

    followToTheEnd();

    assertThat(received).containsExactly(GAP, 8L);
  }
}
