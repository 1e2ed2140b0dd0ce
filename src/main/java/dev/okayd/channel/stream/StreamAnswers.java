package dev.okayd.channel.stream;

import dev.okayd.channel.Agent;
import dev.okayd.channel.AgentAnswer;
import dev.okayd.channel.AgentRequest;
import dev.okayd.channel.AgentRequestHandler;
import dev.okayd.channel.stream.StreamProtocol.Request;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestChannel;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers requests over streams. */
@ApplicationScoped
class StreamAnswers {
  private final AgentRequestHandler requests;

  StreamAnswers(AgentRequestHandler requests) {
    this.requests = requests;
  }

  /** Answers a request. Never fails; needs a thread that may block. */
  Uni<StreamMessage> to(String guest, Request request) {
    return answer(Agent.ofBoundChannel(guest, GuestChannel.STREAM), request)
        .map(answer -> new StreamMessage(Integer.toString(answer.status()), answer.body()));
  }

  private Uni<AgentAnswer> answer(Agent agent, Request request) {
    if (request instanceof Request.Whole whole) {
      return requests.answer(
          new AgentRequest(agent, whole.message().head(), whole.message().body()));
    }
    return Uni.createFrom()
        .item(
            requests.refusal(
                new OkaydException(
                    ErrorCode.TOO_LARGE,
                    "The request has %d bytes; the limit over a stream is %d"
                        .formatted(
                            ((Request.TooLong) request).length(),
                            StreamProtocol.LONGEST_REQUEST))));
  }
}
