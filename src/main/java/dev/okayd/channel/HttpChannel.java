package dev.okayd.channel;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channel {@code http}: agents ask, and are answered as soon as there is a command. What is
 * outstanding is kept in memory only; after a restart the reconciler sends it again.
 */
@ApplicationScoped
public class HttpChannel implements Channel {
  private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
  private final AgentChannelConfig config;
  private final Clock clock;

  HttpChannel(AgentChannelConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
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
  public boolean reaches(String guest, String bootId) {
    return mailbox(guest).reaches(bootId, clock.instant(), config.reachableFor());
  }

  /** Notes a sign of life; answers whether it is the first one after a silence. */
  boolean heard(String guest, String bootId) {
    return mailbox(guest).heard(bootId, clock.instant(), config.reachableFor());
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
    return Uni.createFrom()
        .completionStage(mailbox.change())
        .ifNoItem()
        .after(wait)
        .recoverWithItem(() -> null)
        .map(changed -> mailbox.first(bootId));
  }

  private Mailbox mailbox(String guest) {
    return mailboxes.computeIfAbsent(guest, name -> new Mailbox());
  }
}
