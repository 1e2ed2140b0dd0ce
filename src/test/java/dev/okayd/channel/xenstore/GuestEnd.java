package dev.okayd.channel.xenstore;

import static org.awaitility.Awaitility.await;

import dev.okayd.channel.AgentAnswer;
import dev.okayd.testing.AgentChannel;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreException;
import dev.okayd.xenstore.XenstoreNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The agent's end of the channel, in its own domain. */
final class GuestEnd implements AgentChannel {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Xenstore xenstore;
  private final String session = UUID.randomUUID().toString().replace("-", "");
  private int number;

  GuestEnd(Xenstore xenstore) {
    this.xenstore = xenstore;
  }

  @Override
  public void send(String path, String body) {
    number++;
    List<String> values =
        Envelope.split(new XenstoreRequestId(session, number), path + "\n" + body);
    try {
      for (int part = values.size(); part > 1; part--) {
        xenstore.nodes().write("data/okayd/request-" + part, values.get(part - 1));
      }
      xenstore.nodes().write("data/okayd/request", values.get(0));
    } catch (XenstoreException e) {
      throw new IllegalStateException("The guest cannot write its request", e);
    }
  }

  @Override
  public AgentAnswer ask(String path, String body) {
    send(path, body);
    String[] answer =
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(PATIENCE)
            .until(this::answer, Optional::isPresent)
            .orElseThrow()
            .split("\n", 2);
    return new AgentAnswer(Integer.parseInt(answer[0]), answer[1]);
  }

  private Optional<String> answer() throws XenstoreException {
    XenstoreNodes nodes = xenstore.nodes();
    String first = nodes.read("data/okayd/answer").orElse("");
    Optional<Envelope> envelope =
        Envelope.of(first)
            .filter(found -> found.request().equals(new XenstoreRequestId(session, number)));
    if (envelope.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>(List.of(first));
    for (int part = 2; part <= envelope.get().parts(); part++) {
      values.add(nodes.read("data/okayd/answer-" + part).orElse(""));
    }
    return envelope.get().join(values);
  }

  @Override
  public void close() {
    xenstore.close();
  }
}
