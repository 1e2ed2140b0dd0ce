package dev.okayd.attach.agent;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.channel.Agent;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.eventlog.EventLog;
import dev.okayd.guest.Boot;
import dev.okayd.guest.store.BootStore;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Notes that agents were heard of, but no more often than it makes a difference. */
@ApplicationScoped
public class AgentLiveness {
  /** An agent whose last noted sign is older than this part of the time that it counts for. */
  private static final int NOTED_IN = 4;

  private final Store store;
  private final BootStore boots;
  private final EventLog log;
  private final ReconcileTrigger wakings;
  private final Duration reachableFor;
  private final Clock clock;

  public AgentLiveness(
      Store store,
      BootStore boots,
      EventLog log,
      ReconcileTrigger wakings,
      AgentChannelConfig config,
      Clock clock) {
    this.store = store;
    this.boots = boots;
    this.log = log;
    this.wakings = wakings;
    this.reachableFor = config.reachableFor();
    this.clock = clock;
  }

  /**
   * The agent of a guest was heard of, in a boot as it is recorded.
   *
   * @param uptimeMillis of the guest, if the agent says so
   */
  void heard(Agent agent, Boot boot, Optional<Long> uptimeMillis) {
    String guest = agent.guest();
    Instant now = clock.instant();
    if (boot.channel() == agent.channel()
        && boot.wasSeenWithin(reachableFor.dividedBy(NOTED_IN), now)) {
      return;
    }
    boolean wasSilent = !boot.wasSeenWithin(reachableFor, now);
    store.inTransaction(
        handle -> {
          boots.updateLastSeen(handle, guest, boot.bootId(), agent.channel(), uptimeMillis, now);
          if (wasSilent) {
            log.append(handle, "guest.heard", guest, Map.of("bootId", boot.bootId()));
          }
          return guest;
        });
    if (wasSilent) {
      wakings.look(guest);
    }
  }
}
