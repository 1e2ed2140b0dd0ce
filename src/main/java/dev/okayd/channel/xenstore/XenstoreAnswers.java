package dev.okayd.channel.xenstore;

import dev.okayd.channel.Agent;
import dev.okayd.channel.AgentAnswer;
import dev.okayd.channel.AgentRequest;
import dev.okayd.channel.AgentRequestHandler;
import dev.okayd.channel.xenstore.GuestDirectory.Received;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestChannel;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers requests over the xenstore. */
@ApplicationScoped
class XenstoreAnswers {
  private final AgentRequestHandler requests;

  XenstoreAnswers(AgentRequestHandler requests) {
    this.requests = requests;
  }

  /** Answers a request. Never fails; needs a thread that may block. */
  Uni<AgentAnswer> to(String guest, Received received) {
    if (received instanceof Received.Whole whole) {
      String[] message = whole.message().split("\n", 2);
      return requests.answer(
          new AgentRequest(
              Agent.ofBoundChannel(guest, GuestChannel.XENSTORE),
              message[0],
              message.length > 1 ? message[1] : ""));
    }
    return Uni.createFrom()
        .item(
            requests.refusal(
                new OkaydException(
                    ErrorCode.TOO_LARGE,
                    "The request has %d bytes; the limit over the xenstore is %d"
                        .formatted(
                            ((Received.TooLong) received).bytes(),
                            Envelope.MOST_PARTS * Envelope.PART))));
  }
}
