package dev.okayd.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.testing.LogRecords;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aTaskThatFailsIsRunAgainAndLogsOneFailureUntilItSucceeds() throws InterruptedException {
    // given: runs 1 to 3 and 5 fail
    PeriodicTask task =
        new PeriodicTask(
            "failing-task",
            () -> {
              int run = runs.incrementAndGet();
              if (run <= 3 || run == 5) {
                throw new IllegalStateException("run " + run);
              }
            });
    try (LogRecords logged = LogRecords.listen()) {
      // when
      runAtLeast(task, 6);
      // then
      assertThat(logged.traces())
          .filteredOn(message -> message.startsWith("failing-task failed"))
          .hasSize(2);
    }
  }

  @Test
  void anOutageOfTheStoreIsNotLoggedByTheTask() throws InterruptedException {
    // given
    PeriodicTask task =
        new PeriodicTask(
            "storing-task",
            () -> {
              runs.incrementAndGet();
              throw new OkaydException(ErrorCode.STORE_UNAVAILABLE, "no store");
            });
    try (LogRecords logged = LogRecords.listen()) {
      // when
      runAtLeast(task, 2);
      // then
      assertThat(logged.messages()).noneMatch(message -> message.startsWith("storing-task"));
    }
  }

  @Test
  void requestsThatArriveBeforeAnAddedRunBeginsShareIt() throws Exception {
    // given: a run that holds the task's thread
    CountDownLatch isRunning = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    PeriodicTask task =
        new PeriodicTask(
            "requested-task",
            () -> {
              runs.incrementAndGet();
              isRunning.countDown();
              uninterruptibly(mayEnd);
            });
    task.runOnceAfter(Duration.ZERO);
    isRunning.await();

    // when
    for (int i = 0; i < 10; i++) {
      task.runOnceAfter(Duration.ZERO);
    }
    mayEnd.countDown();

    // then
    await().until(() -> runs.get() == 2);
    task.stopAndWait(Duration.ofSeconds(10));
    assertThat(runs).hasValue(2);
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runAtLeast(PeriodicTask task, int count) throws InterruptedException {
    task.start(PAUSE);
    await().until(() -> runs.get() >= count);
    task.stopAndWait(Duration.ofSeconds(10));
  }
}
