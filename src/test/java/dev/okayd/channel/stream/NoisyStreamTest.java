package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.stream.StreamProtocol.Request;
import dev.okayd.channel.stream.StreamProtocol.Step;
import dev.okayd.testing.Thorough;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both ends over a stream that loses, repeats, truncates and mixes lines: all messages arrive
 * eventually, and no end accepts data that was not sent.
 */
@Execution(ExecutionMode.CONCURRENT)
class NoisyStreamTest {
  private static final int REQUESTS = 20;
  private static final int PATIENCE = 5000;

  private final Map<StreamRequestId, StreamMessage> asked = new HashMap<>();
  private final Map<StreamRequestId, Integer> carriedOut = new HashMap<>();

  static IntStream seeds() {
    return IntStream.range(0, Thorough.run() ? 200 : 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everythingGetsThroughAndNothingElse(int seed) {
    Random random = new Random(seed);
    StreamProtocol okayd = new StreamProtocol();
    AgentEnd agent = new AgentEnd(link(random));
    NoisyLine toOkayd = new NoisyLine(random);
    NoisyLine toAgent = new NoisyLine(random);
    for (int request = 0; request < REQUESTS; request++) {
      if (random.nextInt(5) == 0) {
        agent = new AgentEnd(link(random)); // a kill of the agent, or a boot of its guest
      }
      StreamMessage question = new StreamMessage("hello", text(random));
      List<StreamLine> lines = agent.ask(question);
      asked.put(agent.id(), question);
      int rounds = 0;
      while (agent.answer().isEmpty()) {
        assertThat(rounds++).as("rounds of request %s", agent.id()).isLessThan(PATIENCE);
        for (StreamLine line : toOkayd.carry(lines)) {
          toAgent.put(serve(okayd, line));
        }
        lines = new ArrayList<>();
        for (StreamLine line : toAgent.carry(List.of())) {
          lines.addAll(agent.take(line));
        }
        lines.addAll(lines.isEmpty() ? agent.silence() : List.of());
      }
      assertThat(agent.answer()).contains(answerTo(question));
      assertThat(carriedOut).containsEntry(agent.id(), 1);
    }
  }

  private List<StreamLine> serve(StreamProtocol okayd, StreamLine line) {
    Step step = okayd.take(line);
    List<StreamLine> lines = new ArrayList<>(step.send());
    if (step.request().isPresent()) {
      Request.Whole request = (Request.Whole) step.request().get();
      assertThat(asked).containsEntry(request.id(), request.message());
      carriedOut.merge(request.id(), 1, Integer::sum);
      lines.addAll(okayd.answered(request.id(), answerTo(request.message())));
    }
    return lines;
  }

  private static StreamMessage answerTo(StreamMessage question) {
    return new StreamMessage("200", question.body() + question.body().length());
  }

  private static String link(Random random) {
    return "%08x".formatted(random.nextInt());
  }

  private static String text(Random random) {
    return "%x".formatted(random.nextLong()).repeat(random.nextInt(200));
  }

  /** One direction of the stream. */
  private static final class NoisyLine {
    private final Random random;
    private final LineSplitter splitter = new LineSplitter();
    private final StringBuilder buffer = new StringBuilder();

    private NoisyLine(Random random) {
      this.random = random;
    }

    private void put(List<StreamLine> lines) {
      lines.forEach(line -> buffer.append(damaged(LineFormat.write(line) + "\n")));
    }

    private List<StreamLine> carry(List<StreamLine> lines) {
      put(lines);
      byte[] bytes = buffer.toString().getBytes(ISO_8859_1);
      buffer.setLength(0);
      return splitter.take(ByteBuffer.wrap(bytes));
    }

    private String damaged(String line) {
      int at = random.nextInt(line.length());
      return switch (random.nextInt(20)) {
        case 0 -> "";
        case 1 -> line + line;
        case 2 -> line.substring(0, at);
        case 3 -> line.substring(at);
        case 4 -> line.substring(0, at) + "[    1.0] a log line\r\n" + line.substring(at);
        case 5 -> line.substring(0, at) + (char) random.nextInt(256) + line.substring(at + 1);
        case 6 -> noise() + line;
        case 7 -> line.substring(0, at) + line.substring(Math.min(line.length(), at + 1));
        default -> line;
      };
    }

    private String noise() {
      StringBuilder noise = new StringBuilder();
      random.ints(random.nextInt(400), 0, 256).forEach(next -> noise.append((char) next));
      return noise.toString();
    }
  }
}
