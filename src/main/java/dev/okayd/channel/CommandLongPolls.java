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
 * Agents that have asked for a command, over whatever channel, and are answered as soon as there is
 * one. What an agent has to do is not kept here: it follows from the store alone, so every replica
 * can say it, and nothing is lost when one of them ends.
 */
@ApplicationScoped
public class CommandLongPolls {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Logger LOG = Logger.getLogger(CommandLongPolls.class);

  private final PendingLongPolls waiters = new PendingLongPolls();

  /**
   * okayd waits for requests to end before it tells its beans that it stops, and an agent that
   * waits for a command is a request.
   */
  private final Thread atExit = new Thread(this::end, "agents-answered");

  /**
   * How long an agent waits at most before it is looked again, which notes that it is alive. With
   * what may have passed before the wait without being noted, it stays below the time for which a
   * sign of life counts.
   */
  private final Duration longestSilence;

  private volatile boolean ended;

  CommandLongPolls(AgentChannelConfig config) {
    longestSilence = config.reachableFor().dividedBy(2);
    if (config.commandWait().compareTo(LONGEST_WAIT) > 0
        || config.commandWait().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalStateException(
          "okayd.agent.command-wait is 1 to 60 seconds, not " + config.commandWait());
    }
    if (config.goFor().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalStateException(
          "okayd.agent.go-for is 1 second or more, not " + config.goFor());
    }
    if (config.reachableFor().compareTo(config.commandWait()) <= 0) {
      throw new IllegalStateException(
          "okayd.agent.reachable-for has to be longer than okayd.agent.command-wait");
    }
  }

  void start(@Observes StartupEvent event) {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  void stop(@Observes ShutdownEvent event) {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM ends, and has answered those who waited itself", e);
    }
  }

  private void end() {
    ended = true;
    waiters.wakeAll();
  }

  /** There may be a command for this guest's agent. Never waits for the guest. */
  public void wake(String guest) {
    waiters.wake(guest);
  }

  /** There may be a command for any agent. */
  public void wakeAll() {
    waiters.wakeAll();
  }

  /**
   * What the agent has to do next: at once if there is something, else when there may be, or when
   * the time is over.
   *
   * @param look says what there is now; called on a thread that may block
   * @param lookAgain the same, some time after the agent has asked
   */
  Uni<Optional<Command>> next(
      String guest,
      Duration wait,
      Supplier<Optional<Command>> look,
      Supplier<Optional<Command>> lookAgain) {
    CompletableFuture<Void> change = waiters.add(guest);
    Optional<Command> now;
    try {
      now = look.get();
    } catch (RuntimeException e) {
      waiters.remove(guest, change);
      throw e;
    }
    if (now.isPresent() || wait.isZero() || ended) {
      waiters.remove(guest, change);
      return Uni.createFrom().item(now);
    }
    waiters.keepFew(guest);
    Duration untilLook = untilLook(wait);
    Duration rest = wait.minus(untilLook);
    return Uni.createFrom()
        .completionStage(change)
        .replaceWith(true)
        .ifNoItem()
        .after(untilLook)
        .recoverWithItem(false)
        .onTermination()
        .invoke(() -> waiters.remove(guest, change))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .chain(isChanged -> next(guest, isChanged ? Duration.ZERO : rest, lookAgain, lookAgain));
  }

  /** How much of a wait passes before it is looked again. */
  Duration untilLook(Duration wait) {
    return wait.compareTo(longestSilence) > 0 ? longestSilence : wait;
  }
}
