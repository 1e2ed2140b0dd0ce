package dev.okayd.eventlog;

import dev.okayd.error.StoreOutage;
import dev.okayd.store.CommitListener;
import dev.okayd.store.Store;
import dev.okayd.task.DaemonThreads;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows the log while okayd runs. Every change has an entry, so a listener learns of every
 * change, including those of other replicas. A commit wakes the thread. It also polls every second,
 * in case a wake-up was lost.
 */
@ApplicationScoped
public class LogTail implements CommitListener {
  private static final Logger LOG = Logger.getLogger(LogTail.class);
  private static final long POLL_SECONDS = 1;

  private final LogFollower follower;

  /** Capacity 1: many commits before the next read are one wake-up. */
  private final BlockingQueue<Boolean> wakeUp = new ArrayBlockingQueue<>(1);

  private final Thread thread = DaemonThreads.create("log-tail", this::run);

  LogTail(Store store, EventLog log) {
    this.follower = new LogFollower(store, log);
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    follower.startAtHead();
    thread.start();
  }

  @PreDestroy
  void stop() {
    thread.interrupt();
  }

  /** Adds a listener that receives every entry in order. */
  public void listen(LogListener listener) {
    follower.listen(listener);
  }

  @Override
  public void committed() {
    var unused = wakeUp.offer(true);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var unused = wakeUp.poll(POLL_SECONDS, TimeUnit.SECONDS);
        followToTheEnd();
      }
    } catch (InterruptedException e) {
      // okayd stops
      Thread.currentThread().interrupt();
    }
  }

  private void followToTheEnd() {
    try {
      while (follower.follow() > 0 && !Thread.currentThread().isInterrupted()) {
        // the next page
      }
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(e, "The log could not be read; okayd retries in %d s", POLL_SECONDS);
      }
    }
  }
}
