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
  @TempDir private Path directory = Path.of("");

  private final List<Long> heard = new ArrayList<>();

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
    follower.listen(entry -> heard.add(entry.seq()));

    int steps = follower.follow();

    assertThat(steps).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void everyEntryIsHandedOutOnceAndInOrderOverManyPages() {
    follower.listen(entry -> heard.add(entry.seq()));
    log.append(1234);

    int handed = followToTheEnd();

    assertThat(handed).isEqualTo(1234);
    assertThat(heard).isEqualTo(LongStream.rangeClosed(4, 1237).boxed().toList());
  }

  @Test
  void aListenerThatThrowsKeepsNobodyElseFromHearing() {
    follower.listen(
        entry -> {
          throw new IllegalStateException("on purpose, by a test");
        });
    follower.listen(entry -> heard.add(entry.seq()));
    log.append(2);

    followToTheEnd();

    assertThat(heard).containsExactly(4L, 5L);
  }
}
