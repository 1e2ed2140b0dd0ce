package dev.okayd.channel.stream;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import java.util.List;
import java.util.Optional;

/**
 * okayd's end of a stream: what to send, and what to carry out, for each line that comes. It has
 * one request at a time, and survives connections: what an agent gets again is what it was told
 * before.
 */
final class StreamProtocol {
  static final int WINDOW = 24;
  static final int LONGEST_REQUEST = 128 * 1024;

  private Optional<Exchange> present = Optional.empty();

  /** One request, from its first part to its answer. */
  private static final class Exchange {
    private final StreamRequestId id;
    private final MessageReassembly request;
    private boolean asked;
    private List<Part> answer = List.of();

    private Exchange(StreamRequestId id, MessageReassembly request) {
      this.id = id;
      this.request = request;
    }
  }

  /**
   * What a line calls for.
   *
   * @param send at once
   * @param request to be carried out, and answered; it takes the place of any before
   */
  record Step(List<StreamLine> send, Optional<Request> request) {
    private static final Step NOTHING = new Step(List.of(), Optional.empty());

    private static Step send(StreamLine line) {
      return new Step(List.of(line), Optional.empty());
    }
  }

  /** A request that has come as a whole, or is refused unread. */
  sealed interface Request {
    StreamRequestId id();

    /** To be carried out. */
    record Whole(StreamRequestId id, StreamMessage message) implements Request {}

    /** Longer than is taken. */
    record TooLong(StreamRequestId id, int length) implements Request {}
  }

  synchronized Step take(StreamLine line) {
    if (present.filter(exchange -> line.id().isBefore(exchange.id)).isPresent()) {
      return Step.NOTHING;
    }
    return switch (line.type()) {
      case REQUEST -> takePart((Part) line);
      case WANTED -> tell((Parts) line);
      case ANSWER, MISSING -> Step.NOTHING; // an echo of okayd's own
    };
  }

  private Step takePart(Part part) {
    Exchange exchange =
        present
            .filter(known -> known.id.equals(part.id()))
            .orElseGet(() -> new Exchange(part.id(), new MessageReassembly(shortened(part))));
    present = Optional.of(exchange);
    if (exchange.asked) {
      return Step.NOTHING;
    }
    if (part.length() > LONGEST_REQUEST) {
      return ask(exchange, new Request.TooLong(part.id(), part.length()));
    }
    exchange.request.add(part);
    return exchange
        .request
        .message()
        .map(message -> ask(exchange, new Request.Whole(part.id(), message)))
        .orElse(Step.NOTHING);
  }

  /** No room is made for what is not taken. */
  private static Part shortened(Part part) {
    return new Part(
        part.type(),
        part.id(),
        part.number(),
        Math.min(part.length(), LONGEST_REQUEST),
        part.digest(),
        part.payload());
  }

  private static Step ask(Exchange exchange, Request request) {
    exchange.asked = true;
    return new Step(List.of(missing(exchange.id, PartList.NONE)), Optional.of(request));
  }

  private Step tell(Parts wanted) {
    Optional<Exchange> known = present.filter(exchange -> exchange.id.equals(wanted.id()));
    if (known.isEmpty()) {
      return Step.send(missing(wanted.id(), PartList.ALL));
    }
    Exchange exchange = known.get();
    if (!exchange.asked) {
      return Step.send(missing(exchange.id, exchange.request.missing()));
    }
    return exchange.answer.isEmpty()
        ? Step.send(missing(exchange.id, PartList.NONE))
        : new Step(parts(exchange.answer, wanted.list()), Optional.empty());
  }

  private static StreamLine missing(StreamRequestId id, PartList list) {
    return new Parts(LineType.MISSING, id, list);
  }

  private static List<StreamLine> parts(List<Part> answer, PartList wanted) {
    return wanted
        .upTo(answer.size())
        .limit(WINDOW)
        .<StreamLine>mapToObj(number -> answer.get(number - 1))
        .toList();
  }

  /** There is an answer; nobody waits for it any more if another request has come. */
  synchronized List<StreamLine> answered(StreamRequestId id, StreamMessage answer) {
    Optional<Exchange> asked =
        present.filter(exchange -> exchange.id.equals(id) && exchange.answer.isEmpty());
    asked.ifPresent(exchange -> exchange.answer = answer.parts(LineType.ANSWER, id));
    return asked.map(exchange -> parts(exchange.answer, PartList.ALL)).orElse(List.of());
  }
}
