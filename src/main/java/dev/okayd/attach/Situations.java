package dev.okayd.attach;

import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.guest.Guest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Gathers what decisions are made from. */
@ApplicationScoped
class Situations {
  private final Backends backends;
  private final AttachmentStore attachments;
  private final IntentStore intents;
  private final GuestFacts.Settings settings;
  private final Clock clock;

  Situations(
      Backends backends,
      AttachmentStore attachments,
      IntentStore intents,
      AttachConfig config,
      AgentChannelConfig agents,
      Clock clock) {
    this.backends = backends;
    this.attachments = attachments;
    this.intents = intents;
    this.settings = new GuestFacts.Settings(retry(config), agents.reachableFor());
    this.clock = clock;
  }

  /** All that is known of a guest now. */
  GuestFacts of(Handle handle, Guest guest) {
    Instant now = clock.instant();
    return new GuestFacts(
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
