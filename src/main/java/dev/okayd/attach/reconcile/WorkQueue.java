package dev.okayd.attach.reconcile;

import dev.okayd.task.DaemonThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a few threads look at guests, soon or when their time has come: the guests in turn, each at
 * most once in the queue and by one thread at a time, so that none of them holds up another one.
 */
final class WorkQueue {
  /**
   * A time that has passed already is one that nobody could do anything about; looking again at
   * once would not help.
   */
  private static final Duration SHORTEST_TIMER = Duration.ofMillis(50);

  private final Consumer<String> look;
  private final Set<String> queue = new LinkedHashSet<>();
  private final Set<String> lookedAt = new HashSet<>();
  private final Map<String, ScheduledFuture<?>> timers = new HashMap<>();
  private final ScheduledThreadPoolExecutor clockwork =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("reconciler-timer"));
  private final ExecutorService workers;

  WorkQueue(int threads, Consumer<String> look) {
    this.look = look;
    // the timer of a lease may be of tomorrow, and each look sets another one
    clockwork.setRemoveOnCancelPolicy(true);
    this.workers = Executors.newFixedThreadPool(threads, DaemonThreads.named("reconciler"));
  }

  /** Has a guest looked at soon; many wakings before that are one. */
  void wake(String guest) {
    synchronized (this) {
      if (!queue.add(guest)) {
        return;
      }
    }
    work();
  }

  private void work() {
    try {
      workers.execute(this::lookAtNext);
    } catch (RejectedExecutionException e) {
      // okayd is about to end; the one that starts next looks at every guest
    }
  }

  private void lookAtNext() {
    Optional<String> next = take();
    if (next.isEmpty()) {
      return;
    }
    try {
      look.accept(next.get());
    } finally {
      if (done(next.get())) {
        work();
      }
    }
  }

  /** The first guest in the queue that nobody looks at; whoever looks at the others comes back. */
  private synchronized Optional<String> take() {
    Optional<String> next = queue.stream().filter(guest -> !lookedAt.contains(guest)).findFirst();
    // before the facts are read, so that a change after that wakes again
    next.ifPresent(queue::remove);
    next.ifPresent(lookedAt::add);
    return next;
  }

  /** Whether the guest was woken while it was looked at. */
  private synchronized boolean done(String guest) {
    lookedAt.remove(guest);
    return queue.contains(guest);
  }

  /** Has a guest looked at after a time, instead of at the time that was said before. */
  synchronized void wakeIn(String guest, Duration delay) {
    Duration wait = delay.compareTo(SHORTEST_TIMER) < 0 ? SHORTEST_TIMER : delay;
    try {
      cancel(
          timers.put(
              guest,
              clockwork.schedule(() -> ring(guest), wait.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (RejectedExecutionException e) {
      timers.remove(guest);
    }
  }

  private void ring(String guest) {
    synchronized (this) {
      timers.remove(guest);
    }
    wake(guest);
  }

  synchronized void noTimer(String guest) {
    cancel(timers.remove(guest));
  }

  void stop() {
    clockwork.shutdownNow();
    workers.shutdownNow();
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
