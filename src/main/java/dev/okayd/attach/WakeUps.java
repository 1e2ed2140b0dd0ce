package dev.okayd.attach;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has one thread look at guests: soon, or when their time has come. Each guest has at most one look
 * and one timer ahead.
 */
final class WakeUps {
  /**
   * A time that has passed already is one that nobody could do anything about; looking again at
   * once would not help.
   */
  private static final Duration SHORTEST_TIMER = Duration.ofMillis(50);

  private final Consumer<String> look;
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Map<String, ScheduledFuture<?>> timers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "reconciler");
            thread.setDaemon(true);
            return thread;
          });

  WakeUps(Consumer<String> look) {
    this.look = look;
  }

  /** Has a guest looked at soon; many wakings before that are one. */
  void wake(String guest) {
    if (awaited.add(guest)) {
      try {
        thread.execute(() -> lookAt(guest));
      } catch (RejectedExecutionException e) {
        // okayd is about to end; the one that starts next looks at every guest
        awaited.remove(guest);
      }
    }
  }

  private void lookAt(String guest) {
    // before the facts are read, so that a change after that wakes again
    awaited.remove(guest);
    look.accept(guest);
  }

  /** Has a guest looked at after a time, instead of at the time that was said before. */
  void wakeIn(String guest, Duration delay) {
    Duration wait = delay.compareTo(SHORTEST_TIMER) < 0 ? SHORTEST_TIMER : delay;
    ScheduledFuture<?> timer =
        thread.schedule(() -> wake(guest), wait.toMillis(), TimeUnit.MILLISECONDS);
    cancel(timers.put(guest, timer));
  }

  void noTimer(String guest) {
    cancel(timers.remove(guest));
  }

  void every(Duration period, Runnable task) {
    var unused = thread.scheduleWithFixedDelay(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop() {
    thread.shutdownNow();
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
