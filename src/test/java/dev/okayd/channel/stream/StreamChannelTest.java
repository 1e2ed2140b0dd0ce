package dev.okayd.channel.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.okayd.channel.ChannelKit;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.testing.AgentChannel;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamChannelTest extends ChannelKit {
  /** Guests for all tests, created together: okayd checks for new guests only periodically. */
  private static final int GUESTS = 30;

  private static final Deque<Pair> PAIRS = new ArrayDeque<>();

  @Override
  protected GuestChannel channel() {
    return GuestChannel.STREAM;
  }

  @Override
  protected Pair pair() {
    if (PAIRS.isEmpty()) {
      makeDirectory();
      Stream.generate(() -> newPair(GuestChannel.STREAM)).limit(GUESTS).forEach(PAIRS::add);
    }
    return PAIRS.remove();
  }

  @Override
  protected int longest() {
    return StreamProtocol.LONGEST_REQUEST;
  }

  @Override
  protected AgentChannel open(TestGuest guest) {
    return client(guest);
  }

  private static StreamClient client(TestGuest guest) {
    return new StreamClient(place(guest.name()));
  }

  private static Path place(String guest) {
    String at = ConfigProvider.getConfig().getValue("okayd.stream.at", String.class);
    return Path.of(at.replace("unix-listen:", "").replace("{guest}", guest));
  }

  private static void makeDirectory() {
    try {
      Files.createDirectories(place("any").getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestGuest guest() {
    return pair().guest();
  }

  private static String planDigest(TestGuest guest) {
    return Contract.request()
        .get("/v1/guests/{guest}", guest.name())
        .then()
        .extract()
        .path("planDigest");
  }

  @Test
  void answersARequestOfTheOldConnectionOnTheNewOneAndExecutesItOnce() {
    try (StreamClient agent = client(guest())) {
      agent.send("session", "");
      agent.reconnect();

      assertThat(agent.answer().body()).isEqualTo("{\"session\":1}");
      assertThat(agent.ask("session", "").body()).isEqualTo("{\"session\":2}");
    }
  }

  @Test
  void sendsNothingOnANewConnectionThatOnlyTheOldOneRequested() {
    TestGuest guest = guest();
    try (StreamClient agent = client(guest)) {
      String boot = UUID.randomUUID().toString();
      String hello =
          """
          {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "okayd-module"}
          """
              .formatted(boot, planDigest(guest));
      assertThat(agent.ask("hello", hello).status()).isEqualTo(200);
      agent.send("commands?bootId=%s&wait=1".formatted(boot), "");
      assertThat(agent.receive(Duration.ofSeconds(1))).isPresent(); // okayd has the request
      agent.reconnect();

      assertThat(agent.receive(Duration.ofSeconds(2))).isEmpty();

      assertThat(agent.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void ignoresOtherOutputOnTheConsole() {
    try (StreamClient agent = client(guest())) {
      agent.write("U-Boot 2023.01\r\n\0@okayd1 q ");
      agent.write("x".repeat(100_000));
      agent.write("\n@okayd1 w 00000000 1 1-9999 00000000\n[    0.0] Booting Linux");

      assertThat(agent.ask("session", "").status()).isEqualTo(200);
    }
  }

  @Test
  void stopsServingARemovedGuest() {
    TestGuest guest = guest();
    try (StreamClient agent = client(guest)) {
      assertThat(agent.ask("session", "").status()).isEqualTo(200);

      Contract.request().delete("/v1/guests/{guest}", guest.name()).then().statusCode(204);

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(catchThrowable(() -> agent.write("x")))
                      .isInstanceOf(UncheckedIOException.class));
      assertThat(place(guest.name())).doesNotExist();
    }
  }
}
