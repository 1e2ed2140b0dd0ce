package dev.okayd.attach.agent;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.channel.Agent;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.guest.Boot;
import dev.okayd.guest.store.BootStore;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Records when agents last sent something, but no more often than it makes a difference. */
@ApplicationScoped
public class AgentLiveness {
  /**
   * A request is recorded when the last recorded one is older than this fraction of the time for
   * which an agent counts as reachable.
   */
  private static final int NOTED_IN = 4;

  private final Store store;
  private final BootStore boots;
  private final EventLog log;
  private final ReconcileTrigger trigger;
  private final Duration reachableFor;
  private final Clock clock;

  public AgentLiveness(
      Store store,
      BootStore boots,
      EventLog log,
      ReconcileTrigger trigger,
      AgentChannelConfig config,
      Clock clock) {
    this.store = store;
    this.boots = boots;
    this.log = log;
    this.trigger = trigger;
    this.reachableFor = config.reachableFor();
    this.clock = clock;
  }

  /**
   * Records a request of an agent.
   *
   * @param uptimeMillis of the guest, if the agent sent it
   */
  void received(Agent agent, Boot boot, Optional<Long> uptimeMillis) {
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
            log.append(handle, LogType.GUEST_REACHABLE, guest, Map.of("bootId", boot.bootId()));
          }
          return guest;
        });
    if (wasSilent) {
      trigger.reconcile(guest);
    }
  }
}
