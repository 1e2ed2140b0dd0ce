package dev.okayd.attach.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final BlockingQueue<String> reconciled = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final WorkQueue queue = new WorkQueue(1, this::guestsOf, this::reconcile);

  private List<String> guestsOf(List<String> backends) {
    asked.add(backends);
    return backends.stream().map(backend -> "guest-of-" + backend).toList();
  }

  /** The guest "slow" takes until the test lets it go on. */
  private void reconcile(String guest) {
    if (guest.equals("slow")) {
      first.countDown();
      try {
        assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    reconciled.add(guest);
  }

  private String next() throws InterruptedException {
    return String.valueOf(reconciled.poll(30, TimeUnit.SECONDS));
  }

  private void keepTheThreadBusy() throws InterruptedException {
    queue.add("slow");
    assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void stop() {
    mayGoOn.countDown();
    queue.stop();
  }

  @Test
  void aGuestThatIsAddedTwiceIsReconciledOnceAndInItsTurn() throws InterruptedException {
    keepTheThreadBusy();

    queue.add("one");
    queue.add("other");
    queue.add("one");
    mayGoOn.countDown();

    assertThat(List.of(next(), next(), next())).containsExactly("slow", "one", "other");
    queue.add("last");
    assertThat(next()).isEqualTo("last");
  }

  @Test
  void aGuestThatIsAddedWhileItIsReconciledIsReconciledAgain() throws InterruptedException {
    keepTheThreadBusy();

    queue.add("slow");
    mayGoOn.countDown();

    assertThat(List.of(next(), next())).containsExactly("slow", "slow");
  }

  @Test
  void oneQueryFindsTheGuestsOfAllBackendsThatWereAddedMeanwhile() throws InterruptedException {
    keepTheThreadBusy();

    queue.addGuestsOf("disks");
    queue.addGuestsOf("nets");
    queue.addGuestsOf("disks");
    mayGoOn.countDown();

    assertThat(List.of(next(), next(), next()))
        .containsExactly("slow", "guest-of-disks", "guest-of-nets");
    assertThat(asked).containsExactly(List.of("disks", "nets"));
  }

  @Test
  void aLaterDelayOfAGuestReplacesTheEarlierOne() throws InterruptedException {
    queue.addAfter("one", Duration.ofDays(1));

    queue.addAfter("one", Duration.ZERO);

    assertThat(next()).isEqualTo("one");
  }

  @Test
  void aCancelledDelayAddsNothing() throws InterruptedException {
    queue.addAfter("one", Duration.ofMillis(200));

    queue.cancelDelay("one");
    queue.addAfter("other", Duration.ofMillis(400));

    assertThat(next()).isEqualTo("other");
  }
}
