package dev.okayd.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Steps steps = new Steps();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Records its steps; a test can make one of them fail. */
  private static final class Steps implements CommitBatch<String> {
    private final List<String> done = new ArrayList<>();
    private Optional<String> failing = Optional.empty();

    synchronized void fail(String step) {
      failing = Optional.of(step);
    }

    synchronized void recover() {
      failing = Optional.empty();
    }

    synchronized List<String> done() {
      return List.copyOf(done);
    }

    private synchronized void step(String step) {
      done.add(step);
      if (failing.filter(step::equals).isPresent()) {
        throw new IllegalArgumentException(step);
      }
    }

    @Override
    public String begin() {
      step("begin");
      return "handle";
    }

    @Override
    public void setSavepoint() {
      step("savepoint");
    }

    @Override
    public void keep() {
      step("keep");
    }

    @Override
    public void undo(Throwable failure) {
      step("undo");
    }

    @Override
    public void commit() {
      step("commit");
    }

    @Override
    public void abandon() {
      step("abandon");
    }
  }

  private GroupCommit<String> commits(int largestBatch) {
    return new GroupCommit<>(steps, largestBatch, () -> steps.step("notified"));
  }

  private static int result(GroupCommit<String> commits) {
    return commits.run(handle -> 1);
  }

  @Test
  void aSingleJobIsCommittedAlone() {
    try (GroupCommit<String> commits = commits(10)) {
      String result = commits.run(handle -> handle + "!");

      assertThat(result).isEqualTo("handle!");
    }
    assertThat(steps.done()).containsExactly("begin", "savepoint", "keep", "commit", "notified");
  }

  @Test
  void aBatchOfFailedJobsIsNotCommitted() {
    try (GroupCommit<String> commits = commits(10)) {
      assertThatThrownBy(
              () ->
                  commits.run(
                      handle -> {
                        throw new IllegalStateException("own");
                      }))
          .hasMessage("own");
    }
    assertThat(steps.done()).containsExactly("begin", "savepoint", "undo", "abandon");
  }

  @Test
  void aFailedCommitFailsItsWholeBatchButNotTheNext() throws Exception {
    try (GroupCommit<String> commits = commits(10)) {
      List<Future<Integer>> together = together(commits, 3);
      steps.fail("commit");
      release.countDown();
      for (Future<Integer> one : together) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(IllegalArgumentException.class);
      }
      steps.recover();

      assertThat(result(commits)).isEqualTo(1);
    }
  }

  @Test
  void aBatchThatCannotBeginFailsItsJobs() {
    steps.fail("begin");
    try (GroupCommit<String> commits = commits(10)) {
      assertThatThrownBy(() -> commits.run(handle -> 1)).hasMessage("begin");
      steps.recover();

      assertThat(result(commits)).isEqualTo(1);
    }
  }

  @Test
  void aFailingListenerDoesNoHarm() {
    steps.fail("notified");
    try (GroupCommit<String> commits = commits(10)) {
      assertThat(result(commits)).isEqualTo(1);
      assertThat(result(commits)).isEqualTo(1);
    }
  }

  @Test
  void noBatchIsLargerThanItsBound() throws Exception {
    try (GroupCommit<String> commits = commits(2)) {
      List<Future<Integer>> together = together(commits, 4);
      release.countDown();
      for (Future<Integer> one : together) {
        assertThat(one.get()).isEqualTo(1);
      }
    }
    // the job that kept the writer busy, and two batches of two
    assertThat(steps.done()).filteredOn("commit"::equals).hasSize(3);
  }

  @Test
  void closingFinishesQueuedJobsAndRejectsNewOnes() throws Exception {
    GroupCommit<String> commits = commits(10);
    List<Future<Integer>> together = together(commits, 3);
    Future<?> closing = threads.submit(commits::close);
    release.countDown();
    closing.get();

    for (Future<Integer> one : together) {
      assertThat(one.get()).isEqualTo(1);
    }
    assertThatThrownBy(() -> commits.run(handle -> 1)).hasMessageContaining("okayd is ending");
  }

  private final CountDownLatch release = new CountDownLatch(1);

  /** Queues jobs after one that keeps the writer busy until the release. */
  private List<Future<Integer>> together(GroupCommit<String> commits, int jobs)
      throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    var unused =
        threads.submit(
            () ->
                commits.run(
                    handle -> {
                      busy.countDown();
                      return awaitRelease();
                    }));
    busy.await();
    List<Future<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      waiting.add(threads.submit(() -> commits.run(handle -> 1)));
    }
    await().until(() -> commits.waiting() == jobs);
    return waiting;
  }

  private boolean awaitRelease() {
    try {
      release.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
