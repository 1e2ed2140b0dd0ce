package dev.okayd.readiness.drain;

import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogListener;
import dev.okayd.eventlog.LogTail;
import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Follows the log: any entry may have completed a drain, and an entry about an operation ends the
 * waits for it. This includes entries of other replicas.
 */
@ApplicationScoped
class DrainWatch implements LogListener {
  private static final Logger LOG = Logger.getLogger(DrainWatch.class);

  /** Entries that arrive within this time share one check. */
  private static final Duration COLLECTED = Duration.ofMillis(20);

  /** The pause between checks without an entry, in case an entry was lost in an outage. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Drains drains;
  private final LogTail tail;
  private final Clock clock;
  private final PeriodicTask check;
  private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Ends the waits in a shutdown hook: Quarkus waits for requests before it stops the beans, and
   * each wait is a request.
   */
  private final Thread atExit = new Thread(this::end, "drains-answered");

  private volatile boolean ended;

  DrainWatch(Drains drains, LogTail tail, Clock clock) {
    this.drains = drains;
    this.tail = tail;
    this.clock = clock;
    this.check = new PeriodicTask("drain-watch", drains::checkAll);
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY) StartupEvent event) {
    tail.listen(this);
    check.start(PAUSE);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Runs before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    check.stop();
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM's shutdown hook has ended the waits", e);
    }
  }

  private void end() {
    ended = true;
    wake();
  }

  @Override
  public void appended(LogEntry entry) {
    if (entry.type().startsWith("operation.")) {
      wake();
    } else {
      check.runOnceAfter(COLLECTED);
    }
  }

  @Override
  public void entriesMissing() {
    wake();
    check.runOnceAfter(COLLECTED);
  }

  private void wake() {
    List.copyOf(waiting).forEach(wait -> wait.change.complete(true));
  }

  /** An operation at its end, or its state after the wait. The wait occupies no thread. */
  Uni<OperationJson> await(String id, Duration wait) {
    return awaitUntil(id, clock.instant().plus(wait));
  }

  private Uni<OperationJson> awaitUntil(String id, Instant end) {
    // added before the read, so that no change is missed
    Wait wait = new Wait();
    waiting.add(wait);
    OperationJson now;
    Duration rest;
    try {
      now = drains.get(id);
      rest = Duration.between(clock.instant(), end);
    } catch (RuntimeException e) {
      waiting.remove(wait);
      throw e;
    }
    if (now.state() != Operation.State.RUNNING || rest.toMillis() <= 0 || ended) {
      waiting.remove(wait);
      return Uni.createFrom().item(now);
    }
    return Uni.createFrom()
        .completionStage(wait.change)
        .ifNoItem()
        .after(rest)
        .recoverWithItem(false)
        .onTermination()
        .invoke(() -> waiting.remove(wait))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .chain(isChanged -> awaitUntil(id, end));
  }

  /** A request that waits for an operation. */
  private static final class Wait {
    private final CompletableFuture<Boolean> change = new CompletableFuture<>();
  }
}
