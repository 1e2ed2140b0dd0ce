package dev.okayd.channel.stream;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import java.util.List;
import java.util.Optional;

/**
 * okayd's side of the protocol: determines what to send and what to execute for each received line.
 * It has one request at a time, and keeps it across connections: a repeated request gets the same
 * answer.
 */
final class StreamProtocol {
  static final int WINDOW = 24;
  static final int LONGEST_REQUEST = 128 * 1024;

  private Optional<Exchange> current = Optional.empty();

  /** One request, from its first part to its answer. */
  private static final class Exchange {
    private final StreamRequestId id;
    private final MessageReassembly request;
    private boolean isStarted;
    private List<Part> answer = List.of();

    private Exchange(StreamRequestId id, MessageReassembly request) {
      this.id = id;
      this.request = request;
    }
  }

  /**
   * The result of a line.
   *
   * @param send the lines to send at once
   * @param request the request to execute and answer; it replaces any earlier one
   */
  record Step(List<StreamLine> send, Optional<Request> request) {
    private static final Step NOTHING = new Step(List.of(), Optional.empty());

    private static Step send(StreamLine line) {
      return new Step(List.of(line), Optional.empty());
    }
  }

  /** A complete request, or one that is refused unread. */
  sealed interface Request {
    StreamRequestId id();

    /** A complete request. */
    record Whole(StreamRequestId id, StreamMessage message) implements Request {}

    /** A request above the size limit. */
    record TooLong(StreamRequestId id, int length) implements Request {}
  }

  synchronized Step take(StreamLine line) {
    if (current.filter(exchange -> line.id().isBefore(exchange.id)).isPresent()) {
      return Step.NOTHING;
    }
    return switch (line.type()) {
      case REQUEST -> takePart((Part) line);
      case WANTED -> send((Parts) line);
      case ANSWER, MISSING -> Step.NOTHING; // an echo of okayd's own line
    };
  }

  private Step takePart(Part part) {
    Exchange exchange =
        current
            .filter(known -> known.id.equals(part.id()))
            .orElseGet(() -> new Exchange(part.id(), new MessageReassembly(shortened(part))));
    current = Optional.of(exchange);
    if (exchange.isStarted) {
      return Step.NOTHING;
    }
    if (part.length() > LONGEST_REQUEST) {
      return start(exchange, new Request.TooLong(part.id(), part.length()));
    }
    exchange.request.add(part);
    return exchange
        .request
        .message()
        .map(message -> start(exchange, new Request.Whole(part.id(), message)))
        .orElse(Step.NOTHING);
  }

  /** Limits the length, so that no memory is allocated for a refused request. */
  private static Part shortened(Part part) {
    return new Part(
        part.type(),
        part.id(),
        part.number(),
        Math.min(part.length(), LONGEST_REQUEST),
        part.digest(),
        part.payload());
  }

  private static Step start(Exchange exchange, Request request) {
    exchange.isStarted = true;
    return new Step(List.of(missing(exchange.id, PartList.NONE)), Optional.of(request));
  }

  private Step send(Parts wanted) {
    Optional<Exchange> known = current.filter(exchange -> exchange.id.equals(wanted.id()));
    if (known.isEmpty()) {
      return Step.send(missing(wanted.id(), PartList.ALL));
    }
    Exchange exchange = known.get();
    if (!exchange.isStarted) {
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

  /** Records the answer and returns its first parts; empty if another request has arrived. */
  synchronized List<StreamLine> answered(StreamRequestId id, StreamMessage answer) {
    Optional<Exchange> waiting =
        current.filter(exchange -> exchange.id.equals(id) && exchange.answer.isEmpty());
    waiting.ifPresent(exchange -> exchange.answer = answer.parts(LineType.ANSWER, id));
    return waiting.map(exchange -> parts(exchange.answer, PartList.ALL)).orElse(List.of());
  }
}
