package dev.okayd.attach.reconcile;

import dev.okayd.task.DaemonThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guests to be reconciled, in the order in which they were added. Each guest is at most once in
 * the queue and is reconciled by one thread at a time, so no guest holds up another one. Backends
 * are added until a thread is free; their guests are then found with one query for all of them.
 */
final class WorkQueue {
  /**
   * The shortest timer. The time of a guest may have passed while nothing could be done about it;
   * reconciling it at once, again and again, would not help.
   */
  private static final Duration SHORTEST_TIMER = Duration.ofMillis(50);

  private final Function<List<String>, List<String>> guestsOf;
  private final Consumer<String> reconcile;
  private final Set<String> backends = new LinkedHashSet<>();
  private final Set<String> guests = new LinkedHashSet<>();
  private final Set<String> inProgress = new HashSet<>();
  private final Map<String, ScheduledFuture<?>> timers = new HashMap<>();
  private final ScheduledThreadPoolExecutor timerThread =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("reconciler-timer"));
  private final ExecutorService workers;

  /**
   * An empty queue.
   *
   * @param guestsOf finds the guests of backends; throws nothing
   * @param reconcile brings one guest up to date; throws nothing
   */
  WorkQueue(
      int threads, Function<List<String>, List<String>> guestsOf, Consumer<String> reconcile) {
    this.guestsOf = guestsOf;
    this.reconcile = reconcile;
    // a timer may be far ahead, as that of a lease, and each reconciliation replaces it
    timerThread.setRemoveOnCancelPolicy(true);
    this.workers = Executors.newFixedThreadPool(threads, DaemonThreads.named("reconciler"));
  }

  /** Adds a guest, unless it is in the queue. */
  void add(String guest) {
    synchronized (this) {
      if (!guests.add(guest)) {
        return;
      }
    }
    execute(this::reconcileNext);
  }

  /** Adds the guests of a backend. */
  void addGuestsOf(String backend) {
    synchronized (this) {
      boolean isFirst = backends.isEmpty();
      backends.add(backend);
      if (!isFirst) {
        return;
      }
    }
    execute(() -> guestsOf.apply(takeBackends()).forEach(this::add));
  }

  private void execute(Runnable work) {
    try {
      workers.execute(work);
    } catch (RejectedExecutionException e) {
      // okayd is stopping; it reconciles every guest when it starts again
    }
  }

  /** Takes them before the facts are read, so that a later change adds them again. */
  private synchronized List<String> takeBackends() {
    List<String> taken = List.copyOf(backends);
    backends.clear();
    return taken;
  }

  private void reconcileNext() {
    Optional<String> next = takeGuest();
    if (next.isEmpty()) {
      return;
    }
    try {
      reconcile.accept(next.get());
    } finally {
      if (done(next.get())) {
        execute(this::reconcileNext);
      }
    }
  }

  /** The first guest that no thread works on; the thread that works on a guest comes back to it. */
  private synchronized Optional<String> takeGuest() {
    Optional<String> next =
        guests.stream().filter(guest -> !inProgress.contains(guest)).findFirst();
    // before the facts are read, so that a later change adds it again
    next.ifPresent(guests::remove);
    next.ifPresent(inProgress::add);
    return next;
  }

  /** Whether the guest was added again while it was reconciled. */
  private synchronized boolean done(String guest) {
    inProgress.remove(guest);
    return guests.contains(guest);
  }

  /** Adds a guest after a delay; this replaces an earlier delay of the guest. */
  synchronized void addAfter(String guest, Duration delay) {
    Duration wait = delay.compareTo(SHORTEST_TIMER) < 0 ? SHORTEST_TIMER : delay;
    try {
      cancel(
          timers.put(
              guest,
              timerThread.schedule(() -> timeIsUp(guest), wait.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (RejectedExecutionException e) {
      timers.remove(guest);
    }
  }

  private void timeIsUp(String guest) {
    synchronized (this) {
      timers.remove(guest);
    }
    add(guest);
  }

  /** Ends the delay of a guest. */
  synchronized void cancelDelay(String guest) {
    cancel(timers.remove(guest));
  }

  void stop() {
    timerThread.shutdownNow();
    workers.shutdownNow();
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
