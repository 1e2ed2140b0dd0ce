package dev.okayd.attach.reconcile;

import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.RetryPolicy;
import dev.okayd.backend.BackendReader;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.guest.Guest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Reads the facts that decisions depend on. */
@ApplicationScoped
public class FactsReader {
  private final BackendReader backends;
  private final AttachmentStore attachments;
  private final IntentStore intents;
  private final GuestSnapshot.Settings settings;
  private final Clock clock;

  public FactsReader(
      BackendReader backends,
      AttachmentStore attachments,
      IntentStore intents,
      AttachConfig config,
      AgentChannelConfig agents,
      Clock clock) {
    this.backends = backends;
    this.attachments = attachments;
    this.intents = intents;
    this.settings = new GuestSnapshot.Settings(retry(config), agents.reachableFor());
    this.clock = clock;
  }

  /** The facts about a guest now. */
  public GuestSnapshot of(Handle handle, Guest guest) {
    Instant now = clock.instant();
    return new GuestSnapshot(
        guest,
        attachments.ofGuest(handle, guest.name()),
        intents.ofGuest(handle, guest.name()),
        backend -> backends.find(handle, backend, guest.name(), now),
        settings,
        now);
  }

  private static RetryPolicy retry(AttachConfig config) {
    return new RetryPolicy(
        config.answerTimeout(),
        config.bindTimeout(),
        config.maxAttempts(),
        config.firstRetry(),
        config.longestRetry());
  }
}
