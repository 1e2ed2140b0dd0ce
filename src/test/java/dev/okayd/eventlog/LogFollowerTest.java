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
  /** Among the entries that were handed out: that some are missing. */
  private static final long GAP = -1;

  @TempDir private Path directory = Path.of("");

  private final List<Long> heard = new ArrayList<>();

  private final LogListener listener =
      new LogListener() {
        @Override
        public void happened(LogEntry entry) {
          heard.add(entry.seq());
        }

        @Override
        public void entriesMissing() {
          heard.add(GAP);
        }
      };

  private ScratchLog log;
  private LogFollower follower;

  @BeforeEach
  void follow() {
    log = new ScratchLog(directory);
    log.append(3);
    follower = new LogFollower(log.store(), log.log());
    follower.startBehindHead();
  }

  private int followToTheEnd() {
    int all = 0;
    for (int page = follower.follow(); page > 0; page = follower.follow()) {
      all += page;
    }
    return all;
  }

  @Test
  void whatIsThereAtTheBeginningIsNotHandedOut() {
    follower.listen(listener);

    int steps = follower.follow();

    assertThat(steps).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void everyEntryIsHandedOutOnceAndInOrderOverManyPages() {
    follower.listen(listener);
    log.append(1234);

    int handed = followToTheEnd();

    assertThat(handed).isEqualTo(1234);
    assertThat(heard).isEqualTo(LongStream.rangeClosed(4, 1237).boxed().toList());
  }

  @Test
  void aListenerThatThrowsKeepsNobodyElseFromHearing() {
    follower.listen(
        new LogListener() {
          @Override
          public void happened(LogEntry entry) {
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

    assertThat(heard).containsExactly(4L, 5L);
  }

  @Test
  void entriesThatWereTrimmedBeforeTheyWereHandedOutAreToldOfAsMissing() {
    follower.listen(listener);
    log.append(10);
    log.dropUpTo(9);

    followToTheEnd();

    assertThat(heard).containsExactly(GAP, 10L, 11L, 12L, 13L);
  }

  @Test
  void aTrimBehindItsPlaceIsNoGap() {
    follower.listen(listener);
    log.append(10);
    followToTheEnd();
    heard.clear();

    log.append(1);
    log.dropUpTo(13);
    followToTheEnd();

    assertThat(heard).containsExactly(14L);
  }

  @Test
  void aListenerThatThrowsAtAGapKeepsNobodyElseFromHearing() {
    aListenerThatThrowsKeepsNobodyElseFromHearing();
    log.append(3);
    log.dropUpTo(7);
    heard.clear();

    followToTheEnd();

    assertThat(heard).containsExactly(GAP, 8L);
  }
}
