package dev.okayd.channel;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Long polls of agents for commands, over any channel. okayd answers them as soon as there is a
 * command. This class holds no commands: they follow from the store, so every replica can answer,
 * and nothing is lost when a replica ends.
 */
@ApplicationScoped
public class CommandLongPolls {
  private static final Logger LOG = Logger.getLogger(CommandLongPolls.class);

  private final PendingLongPolls waiters = new PendingLongPolls();

  /**
   * Ends the waits in a shutdown hook: Quarkus waits for requests before it stops the beans, and
   * each waiting agent is a request.
   */
  private final Thread atExit = new Thread(this::end, "agents-answered");

  /**
   * The longest wait before okayd checks for a command again, which records that the agent is
   * alive. Together with the unrecorded time before the wait, it stays below the time for which an
   * agent counts as reachable.
   */
  private final Duration longestSilence;

  private volatile boolean ended;

  CommandLongPolls(AgentChannelConfig config) {
    longestSilence = config.reachableFor().dividedBy(2);
  }

  void start(@Observes StartupEvent event) {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  void stop(@Observes ShutdownEvent event) {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM's shutdown hook has ended the waits", e);
    }
  }

  private void end() {
    ended = true;
    waiters.wakeAll();
  }

  /** Wakes the guest's agent because there may be a command. Does not block. */
  public void wake(String guest) {
    waiters.wake(guest);
  }

  /** Wakes all agents because there may be commands. */
  public void wakeAll() {
    waiters.wakeAll();
  }

  /**
   * The next command: at once if there is one, otherwise after a wake-up or at the end of the wait.
   *
   * @param find finds the current command; called on a thread that may block
   * @param findLater the same, for checks after the time of the request
   */
  Uni<Optional<Command>> next(
      String guest,
      Duration wait,
      Supplier<Optional<Command>> find,
      Supplier<Optional<Command>> findLater) {
    CompletableFuture<Void> change = waiters.add(guest);
    Optional<Command> now;
    try {
      now = find.get();
    } catch (RuntimeException e) {
      waiters.remove(guest, change);
      throw e;
    }
    if (now.isPresent() || wait.isZero() || ended) {
      waiters.remove(guest, change);
      return Uni.createFrom().item(now);
    }
    waiters.keepFew(guest);
    Duration untilCheck = untilCheck(wait);
    Duration rest = wait.minus(untilCheck);
    return Uni.createFrom()
        .completionStage(change)
        .replaceWith(true)
        .ifNoItem()
        .after(untilCheck)
        .recoverWithItem(false)
        .onTermination()
        .invoke(() -> waiters.remove(guest, change))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .chain(isChanged -> next(guest, isChanged ? Duration.ZERO : rest, findLater, findLater));
  }

  /** How much of a wait passes before the next check. */
  Duration untilCheck(Duration wait) {
    return wait.compareTo(longestSilence) > 0 ? longestSilence : wait;
  }
}
