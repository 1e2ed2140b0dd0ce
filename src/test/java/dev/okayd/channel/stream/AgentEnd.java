package dev.okayd.channel.stream;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import java.util.List;
import java.util.Optional;

/** The agent's end of a stream, with the same steps as lib/stream.sh. */
final class AgentEnd {
  private static final int PARTS_AT_ONCE = 64;

  private final String link;
  private int number;
  private List<Part> request = List.of();
  private Optional<Part> first = Optional.empty();
  private Optional<MessageReassembly> assembly = Optional.empty();
  private Optional<StreamMessage> answer = Optional.empty();

  AgentEnd(String link) {
    this.link = link;
  }

  StreamRequestId id() {
    return new StreamRequestId(link, number);
  }

  /** Starts a new request, and abandons the one before. */
  List<StreamLine> ask(StreamMessage message) {
    number++;
    request = message.parts(LineType.REQUEST, id());
    first = Optional.empty();
    assembly = Optional.empty();
    answer = Optional.empty();
    return send(PartList.ALL);
  }

  /** The answer to the current request, if it is complete. */
  Optional<StreamMessage> answer() {
    return answer;
  }

  List<StreamLine> take(StreamLine line) {
    if (!line.id().equals(id()) || answer.isPresent()) {
      return List.of();
    }
    return switch (line.type()) {
      case MISSING -> send(((Parts) line).list());
      case ANSWER -> takePart((Part) line);
      case REQUEST, WANTED -> List.of();
    };
  }

  /** Handles a time without new lines. */
  List<StreamLine> silence() {
    return answer.isPresent() ? List.of() : List.of(wanted());
  }

  private StreamLine wanted() {
    return new Parts(
        LineType.WANTED, id(), assembly.map(MessageReassembly::missing).orElse(PartList.ALL));
  }

  private List<StreamLine> send(PartList list) {
    List<StreamLine> lines =
        list.upTo(request.size())
            .limit(PARTS_AT_ONCE)
            .<StreamLine>mapToObj(part -> request.get(part - 1))
            .toList();
    return lines;
  }

  private List<StreamLine> takePart(Part part) {
    boolean same =
        first
            .filter(known -> known.digest().equals(part.digest()))
            .filter(known -> known.length() == part.length())
            .isPresent();
    if (!same) {
      first = Optional.of(part);
      assembly = Optional.of(new MessageReassembly(part));
    }
    MessageReassembly present = assembly.orElseThrow();
    present.add(part);
    answer = present.message();
    return List.of();
  }
}
