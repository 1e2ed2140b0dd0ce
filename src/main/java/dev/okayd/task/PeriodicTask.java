package dev.okayd.task;

import dev.okayd.store.StoreOutage;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A task that is done again and again on a daemon thread of its own, also after it has failed. */
public final class PeriodicTask {
  private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

  private final String name;
  private final Runnable task;
  private final ScheduledExecutorService thread;

  /** Of the last time; only its thread looks at it. */
  private boolean hasFailed;

  public PeriodicTask(String name, Runnable task) {
    this.name = name;
    this.task = task;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Begins, with a pause between each time and the next. */
  public void every(Duration pause) {
    var unused =
        thread.scheduleWithFixedDelay(this::once, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What has begun is done to its end, and then nothing any more. */
  public void stop() {
    thread.shutdown();
  }

  private void once() {
    try {
      task.run();
      hasFailed = false;
    } catch (RuntimeException e) {
      if (!hasFailed && !StoreOutage.explains(e)) {
        LOG.errorf(e, "%s has failed; it is tried again and again, and said no more", name);
        hasFailed = true;
      }
    }
  }
}
