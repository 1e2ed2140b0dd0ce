package dev.okayd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.testing.AgentChannel;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that every channel must pass: the same requests get the same answers. */
public abstract class ChannelKit {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TestBackend backend;
  private final String boot = "boot-" + System.nanoTime();
  private TestGuest guest;
  @AutoClose private AgentChannel agent;

  @BeforeEach
  void begin() {
    Pair pair = pair();
    backend = pair.backend();
    guest = pair.guest();
    agent = open(guest);
  }

  /** The fixtures of one test. */
  protected record Pair(TestBackend backend, TestGuest guest) {}

  /** A new boot id. */
  protected Pair pair() {
    return newPair(channel());
  }

  /** The channel under test. */
  protected abstract GuestChannel channel();

  /** The agent's end of the channel. */
  protected abstract AgentChannel open(TestGuest someGuest);

  /** The largest size of a body in bytes. */
  protected abstract int longest();

  /** Creates a guest whose agent uses a channel. */
  protected static Pair newPair(GuestChannel some) {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "qemu-virt", "channels": ["%s"],
             "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
            """
                .formatted(some, backend.name()));
    return new Pair(backend, guest);
  }

  private JsonNode ask(int status, String path, String body) {
    AgentAnswer answer = agent.ask(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return json(answer.body());
  }

  private static JsonNode json(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuses(int status, String code, String path, String body) {
    JsonNode problem = ask(status, path, body);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("type").asText()).isEqualTo("urn:okayd:problem:" + code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isNotEmpty();
    assertThat(problem.path("detail").asText()).isNotEmpty();
  }

  /** okayd closes a stream that the guest no longer lists, at once or some answers later. */
  private void refusesOrIsClosed(String path, String body) {
    try {
      refuses(403, "channel-not-listed", path, body);
    } catch (UncheckedIOException e) {
      assertThat(channel()).isEqualTo(GuestChannel.STREAM);
    }
  }

  private JsonNode hello() {
    return ask(
        200,
        "hello",
        """
        {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "okayd-module"}
        """
            .formatted(boot, planDigest()));
  }

  private String planDigest() {
    return Contract.request()
        .get("/v1/guests/{guest}", guest.name())
        .then()
        .extract()
        .path("planDigest");
  }

  private String commands(int wait) {
    return "commands?bootId=%s&wait=%d".formatted(boot, wait);
  }

  private String goFor(String command) {
    return "{\"bootId\": \"%s\", \"commandId\": \"%s\"}".formatted(boot, command);
  }

  private String bound(String command) {
    return """
        {"bootId": "%s", "commandId": "%s", "result": "applied",
         "proof": {"status": "okay", "platformDevice": "a000000.virtio_mmio",
           "driver": "virtio-mmio", "virtioDevice": "virtio0", "virtioId": 2,
           "virtioDriver": "virtio_blk"}}
        """
        .formatted(boot, command);
  }

  @Test
  void takesAnAgentFromItsSessionToABoundDevice() {
    assertThat(ask(200, "session", "").path("session").asLong()).isEqualTo(1);
    assertThat(hello().path("guest").asText()).isEqualTo(guest.name());
    ask(204, commands(0), "");
    backend.reports("ready", "epoch-1", 1);

    JsonNode command = ask(200, commands(20), "");
    String id = command.path("id").asText();
    JsonNode go = ask(200, "go", goFor(id));
    JsonNode nothing = ask(204, "reports", bound(id));

    assertThat(command.path("type").asText()).isEqualTo("apply");
    assertThat(go.path("go").asText()).isEqualTo(id);
    assertThat(go.path("goSeconds").asInt()).isPositive();
    assertThat(nothing.isMissingNode()).isTrue();
    guest.awaitPhase("Bound");
    ask(204, "reports", bound(id));
    ask(204, commands(0), "");
  }

  @Test
  void numbersEachSession() {
    assertThat(ask(200, "session", "").path("session").asLong()).isEqualTo(1);
    assertThat(ask(200, "session", "").path("session").asLong()).isEqualTo(2);
  }

  @Test
  void wakesAWaitingAgent() throws Exception {
    hello();
    CompletableFuture<JsonNode> command =
        CompletableFuture.supplyAsync(() -> ask(200, commands(60), ""));

    backend.reports("ready", "epoch-1", 1);

    assertThat(command.get(30, TimeUnit.SECONDS).path("id").asText()).startsWith("disk.");
  }

  @Test
  void answersGoWhileAnotherRequestOfTheAgentWaits() {
    hello();
    agent.send(commands(60), "");

    refuses(409, "command-withdrawn", "go", goFor("disk.1"));
  }

  @Test
  void showsTheLastChannelOfTheAgent() {
    hello();

    String shown =
        Contract.request()
            .get("/v1/guests/{guest}", guest.name())
            .then()
            .statusCode(200)
            .extract()
            .path("boot.channel");

    assertThat(shown).isEqualTo(channel().toString());
  }

  @Test
  void refusesAnAgentWhoseGuestNoLongerListsTheChannel() {
    hello();
    GuestChannel other =
        channel() == GuestChannel.XENSTORE ? GuestChannel.HTTP : GuestChannel.XENSTORE;
    guest.put(
        """
        {"platform": "qemu-virt", "channels": ["%s"],
         "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
        """
            .formatted(other, backend.name()));

    refusesOrIsClosed("session", "");
    refusesOrIsClosed(commands(0), "");
    refusesOrIsClosed("go", goFor("disk.1"));
    refusesOrIsClosed("reports", bound("disk.1"));
  }

  @Test
  void refusesAnAgentBeforeItsHello() {
    refuses(409, "boot-unknown", commands(0), "");
    refuses(409, "boot-unknown", "go", goFor("disk.1"));
    refuses(409, "boot-unknown", "reports", bound("disk.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "commands?bootId=a/b&wait=1 | '' | invalid-parameter",
        "commands?wait=1 | '' | invalid-parameter",
        "commands | '' | invalid-parameter",
        "commands?bootId=x&wait=61 | '' | invalid-parameter",
        "commands?bootId=x&wait=x | '' | invalid-parameter",
        "hello | '' | malformed-json",
        "hello | null | malformed-json",
        "hello | {\"bootId\": | malformed-json",
        "hello | {} {} | malformed-json",
        "go | {\"bootId\": \"x\", \"commandId\": \"disk.1\", \"other\": 1} | unknown-field",
        "hello | {\"bootId\": 1, \"kernel\": \"6.1\", \"overlayInterface\": \"none\"} | invalid-value",
        "reports | {\"bootId\": \"x\", \"commandId\": \"disk.1\", \"result\": \"aplied\", \"proof\": {}} | invalid-value",
        "go | {\"bootId\": \"x\"} | missing-field",
        "go | {\"bootId\": \"\", \"commandId\": \"disk.1\"} | invalid-parameter"
      })
  void refusesARequestThatCannotBe(String path, String body, String code) {
    refuses(400, code, path, body);
  }

  @Test
  void refusesAnUnknownRequest() {
    refuses(404, "no-such-resource", "tokens", "{}");
  }

  @Test
  void refusesABodyAboveTheLimit() {
    refuses(413, "too-large", "hello", " ".repeat(longest() + 1));
    hello();
  }

  @Test
  void acceptsALongBody() {
    String applied =
        "{\"path\": \"/virtio@1\", \"proof\": {\"driver\": \"%s\"}},".formatted("x".repeat(64));
    String list = applied.repeat(1000);

    ask(
        200,
        "hello",
        """
        {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "none",
         "applied": [%s]}
        """
            .formatted(boot, planDigest(), list.substring(0, list.length() - 1)));
  }
}
