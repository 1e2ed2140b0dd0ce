package dev.okayd.channel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import dev.okayd.channel.stream.StreamProtocol.Request;
import dev.okayd.channel.stream.StreamProtocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamProtocolTest {
  private static final StreamMessage QUESTION =
      new StreamMessage("go", "{\"commandId\":\"" + "x".repeat(150));
  private static final StreamMessage ANSWER = new StreamMessage("200", "y".repeat(100));

  private final List<Request> carriedOut = new ArrayList<>();
  private StreamProtocol okayd = new StreamProtocol();
  private final AgentEnd agent = new AgentEnd("0c3cce96");

  private List<StreamLine> send(List<StreamLine> lines) {
    List<StreamLine> sent = new ArrayList<>();
    for (StreamLine line : lines) {
      Step step = okayd.take(line);
      step.request().ifPresent(carriedOut::add);
      sent.addAll(step.send());
    }
    return sent;
  }

  private List<StreamLine> answer(StreamMessage message) {
    return okayd.answered(carriedOut.get(carriedOut.size() - 1).id(), message);
  }

  private static StreamLine missing(StreamRequestId id, String list) {
    return new Parts(LineType.MISSING, id, PartList.parse(list).orElseThrow());
  }

  @Test
  void executesACompleteRequestAndAcknowledgesIt() {
    List<StreamLine> parts = agent.ask(QUESTION);

    assertThat(parts).hasSize(3);
    assertThat(send(parts.subList(0, 2))).isEmpty();
    assertThat(carriedOut).isEmpty();
    assertThat(send(parts.subList(2, 3))).containsExactly(missing(agent.id(), "-"));
    assertThat(carriedOut).containsExactly(new Request.Whole(agent.id(), QUESTION));
    answer(ANSWER).forEach(agent::take);
    assertThat(agent.answer()).contains(ANSWER);
  }

  @Test
  void reportsMissingParts() {
    List<StreamLine> parts = agent.ask(QUESTION);
    send(parts.subList(1, 2));

    List<StreamLine> reply = send(agent.silence());

    assertThat(reply).containsExactly(missing(agent.id(), "1,3"));
    List<StreamLine> again = agent.take(reply.get(0));
    assertThat(again).containsExactly(parts.get(0), parts.get(2));
    send(again);
    assertThat(carriedOut).containsExactly(new Request.Whole(agent.id(), QUESTION));
  }

  @Test
  void executesARepeatedRequestOnceAndRepeatsItsAnswer() {
    List<StreamLine> parts = agent.ask(QUESTION);
    send(parts);
    List<StreamLine> lost = answer(ANSWER);

    assertThat(send(parts)).isEmpty();
    assertThat(send(agent.silence())).isEqualTo(lost);
    assertThat(send(agent.silence())).isEqualTo(lost);
    assertThat(carriedOut).hasSize(1);
  }

  @Test
  void sendsOnlyTheWantedPartsOfTheAnswer() {
    send(agent.ask(QUESTION));
    List<StreamLine> parts = answer(ANSWER);
    agent.take(parts.get(0));

    assertThat(parts).hasSize(2);
    assertThat(send(agent.silence())).containsExactly(parts.get(1));
  }

  @Test
  void sendsAtMostOneWindowAtOnce() {
    StreamMessage large = new StreamMessage("200", "z".repeat(5000));
    send(agent.ask(QUESTION));

    List<StreamLine> lines = answer(large);
    int asked = 0;
    while (agent.answer().isEmpty()) {
      assertThat(lines).hasSizeLessThanOrEqualTo(StreamProtocol.WINDOW);
      assertThat(lines.stream().mapToInt(line -> LineFormat.write(line).length() + 1).sum())
          .isLessThan(4095);
      lines.forEach(agent::take);
      lines = send(agent.silence());
      asked++;
    }

    assertThat(agent.answer()).contains(large);
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void replacesAWaitingRequestByANewOne() {
    send(agent.ask(new StreamMessage("commands?wait=60", "")));
    StreamRequestId waiting = agent.id();
    List<StreamLine> lateParts = agent.ask(new StreamMessage("x", ""));
    send(agent.ask(QUESTION));

    assertThat(okayd.answered(waiting, new StreamMessage("204", ""))).isEmpty();
    assertThat(send(lateParts)).isEmpty();
    assertThat(carriedOut).hasSize(2);
    answer(ANSWER).forEach(agent::take);
    assertThat(agent.answer()).contains(ANSWER);
  }

  @Test
  void requestsAllPartsAgainAfterARestart() {
    send(agent.ask(QUESTION));
    List<StreamLine> before = answer(ANSWER);
    agent.take(before.get(0));
    okayd = new StreamProtocol();
    StreamMessage other = new StreamMessage("200", "w".repeat(100));

    List<StreamLine> reply = send(agent.silence());

    assertThat(reply).containsExactly(missing(agent.id(), "1-9999"));
    send(agent.take(reply.get(0)));
    answer(other).forEach(agent::take);
    assertThat(agent.answer()).contains(other);
  }

  @Test
  void ignoresAnAnswerForAnotherBoot() {
    send(agent.ask(QUESTION));
    List<StreamLine> old = answer(ANSWER);
    AgentEnd rebooted = new AgentEnd("11111111");

    rebooted.ask(QUESTION);
    old.forEach(rebooted::take);

    assertThat(rebooted.answer()).isEmpty();
    assertThat(rebooted.id().number()).isEqualTo(agent.id().number());
  }

  @Test
  void refusesATooLongRequestAfterItsFirstPart() {
    StreamRequestId id = new StreamRequestId("0c3cce96", 1);
    Part part = new Part(LineType.REQUEST, id, 1, 99_999_999, "00000000", "AAAA");

    assertThat(send(List.of(part))).containsExactly(missing(id, "-"));
    assertThat(carriedOut).containsExactly(new Request.TooLong(id, 99_999_999));
    assertThat(send(List.of(part))).isEmpty();
    assertThat(carriedOut).hasSize(1);
  }

  @Test
  void rejectsAMessageWithAWrongDigest() {
    List<StreamLine> parts = agent.ask(QUESTION);
    List<StreamLine> wrong =
        parts.stream()
            .map(Part.class::cast)
            .<StreamLine>map(
                part ->
                    new Part(
                        part.type(),
                        part.id(),
                        part.number(),
                        part.length(),
                        "00000000",
                        part.payload()))
            .toList();

    send(wrong);

    assertThat(carriedOut).isEmpty();
    assertThat(send(agent.silence())).containsExactly(missing(agent.id(), "1-3"));
  }

  @Test
  void ignoresInvalidParts() {
    StreamRequestId id = new StreamRequestId("0c3cce96", 1);
    for (Part part :
        List.of(
            new Part(LineType.REQUEST, id, 2, 10, "00000000", "AAAA"),
            new Part(LineType.REQUEST, id, 1, 10, "00000000", "AAAA"),
            new Part(LineType.REQUEST, id, 1, 10, "00000000", "A"))) {
      send(List.of(part));
    }

    assertThat(carriedOut).isEmpty();
    assertThat(send(List.of(new Parts(LineType.WANTED, id, PartList.ALL))))
        .containsExactly(missing(id, "1"));
  }

  @Test
  void ignoresAnEchoOfItsOwnLines() {
    send(agent.ask(QUESTION));

    assertThat(send(answer(ANSWER))).isEmpty();
    assertThat(send(List.of(missing(agent.id(), "-")))).isEmpty();
    assertThat(carriedOut).hasSize(1);
    assertThat(Optional.of(carriedOut.get(0).id())).contains(agent.id());
  }
}
