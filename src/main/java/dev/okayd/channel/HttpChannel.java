package dev.okayd.channel;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channel {@code http}: agents ask, and are answered as soon as there is a command. What is
 * outstanding is kept in memory only; after a restart the reconciler sends it again.
 */
@ApplicationScoped
public class HttpChannel implements Channel {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
  private final AgentChannelConfig config;

  HttpChannel(AgentChannelConfig config) {
    if (config.commandWait().compareTo(LONGEST_WAIT) > 0
        || config.commandWait().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalStateException(
          "okayd.agent.command-wait is 1 to 60 seconds, not " + config.commandWait());
    }
    if (config.reachableFor().compareTo(config.commandWait()) <= 0) {
      throw new IllegalStateException(
          "okayd.agent.reachable-for has to be longer than okayd.agent.command-wait");
    }
    this.config = config;
  }

  /** Agents that wait do not keep okayd from ending. */
  void stop(@Observes ShutdownEvent event) {
    mailboxes.values().forEach(Mailbox::release);
  }

  @Override
  public void send(String guest, String bootId, Command command) {
    mailbox(guest).put(bootId, command);
  }

  @Override
  public void withdraw(String guest, String device) {
    mailbox(guest).withdraw(device);
  }

  @Override
  public void forget(String guest) {
    Optional.ofNullable(mailboxes.remove(guest)).ifPresent(Mailbox::release);
  }

  @Override
  public boolean reaches(String guest, String bootId) {
    return mailbox(guest).reaches(bootId, System.nanoTime(), config.reachableFor());
  }

  /** Notes a sign of life; answers whether it is the first one after a silence. */
  boolean heard(String guest, String bootId) {
    return mailbox(guest).heard(bootId, System.nanoTime(), config.reachableFor());
  }

  /**
   * The next command of a boot, as soon as there is one; empty when the time is over. No thread
   * waits.
   */
  Uni<Optional<Command>> next(String guest, String bootId, Duration wait) {
    Mailbox mailbox = mailbox(guest);
    Optional<Command> now = mailbox.first(bootId);
    if (now.isPresent() || wait.isZero()) {
      return Uni.createFrom().item(now);
    }
    CompletableFuture<Void> change = mailbox.change();
    return Uni.createFrom()
        .completionStage(change)
        .ifNoItem()
        .after(wait)
        .recoverWithItem(() -> null)
        .onTermination()
        .invoke(() -> change.complete(null))
        .map(changed -> mailbox.first(bootId));
  }

  private Mailbox mailbox(String guest) {
    return mailboxes.computeIfAbsent(guest, name -> new Mailbox());
  }
}
