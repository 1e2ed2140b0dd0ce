package dev.okayd.task;

import dev.okayd.error.StoreOutage;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs a task again and again on a daemon thread of its own, with a pause between two runs. A run
 * that fails does not end the repetition.
 */
public final class PeriodicTask {
  private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

  private final String name;
  private final Runnable task;
  private final ScheduledExecutorService thread;

  private final AtomicBoolean isRunAdded = new AtomicBoolean();

  /** Whether the failure of the last run was logged; used by the task's thread alone. */
  private boolean isFailureLogged;

  /**
   * Does not start the task yet.
   *
   * @param name of the task and its thread
   */
  public PeriodicTask(String name, Runnable task) {
    this.name = name;
    this.task = task;
    this.thread = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
  }

  /** Starts the first run at once, and each further run a pause after the end of the last one. */
  public void start(Duration pause) {
    schedule(Duration.ZERO, pause);
  }

  /** Like {@link #start}, but the first run also waits for a pause. */
  public void startAfterPause(Duration pause) {
    schedule(pause, pause);
  }

  private void schedule(Duration delay, Duration pause) {
    var unused =
        thread.scheduleWithFixedDelay(
            this::run, delay.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Adds one run after a delay. Requests that arrive before it begins share this run. Does not
   * block.
   */
  public void runOnceAfter(Duration delay) {
    if (isRunAdded.compareAndSet(false, true)) {
      try {
        var unused = thread.schedule(this::runAdded, delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debugf("%s was stopped", name);
      }
    }
  }

  private void runAdded() {
    // reset before the run, so that a later request adds another one
    isRunAdded.set(false);
    run();
  }

  /** Starts no further run. A run in progress continues to its end. */
  public void stop() {
    thread.shutdown();
  }

  /** Starts no further run, and interrupts a run in progress. */
  public void stopNow() {
    thread.shutdownNow();
  }

  /** Starts no further run, and waits for the end of a run in progress. */
  public void stopAndWait(Duration atMost) throws InterruptedException {
    thread.shutdown();
    boolean unused = thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      task.run();
      isFailureLogged = false;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    if (StoreOutage.explains(e)) {
      LOG.debugf("%s: %s", name, e.getMessage());
    } else if (!isFailureLogged) {
      LOG.errorf(
          e, "%s failed. okayd retries it, and logs no further failure until it succeeds", name);
      isFailureLogged = true;
    }
  }
}
