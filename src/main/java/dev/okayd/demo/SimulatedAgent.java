package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.client.ServiceClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Speaks the agent's protocol. */
final class SimulatedAgent {
  private final String path;
  private final String token;
  private final LongSupplier uptimeMillis;
  private final ServiceClient okayd;
  private final String bootId = UUID.randomUUID().toString();

  SimulatedAgent(String guest, String token, LongSupplier uptimeMillis, ServiceClient okayd) {
    this.path = "/v1/guests/" + guest + "/agent/";
    this.token = token;
    this.uptimeMillis = uptimeMillis;
    this.okayd = okayd;
  }

  /** Starts a session; the session number orders the boots of a guest. */
  long session() throws IOException {
    return post("session", JsonNodeFactory.instance.objectNode()).path("session").asLong();
  }

  /** Sends HELLO; returns the uptime in it. */
  long hello(long session, String planDigest) throws IOException {
    long uptime = uptimeMillis.getAsLong();
    post(
        "hello",
        message()
            .put("session", session)
            .put("uptimeMillis", uptime)
            .put("planDigest", planDigest)
            .put("kernel", "simulated")
            .put("overlayInterface", "simulated"));
    return uptime;
  }

  /** The next command; empty after the wait. */
  Optional<JsonNode> nextCommand(int seconds) throws IOException {
    long started = System.nanoTime();
    Optional<JsonNode> command = ask();
    // okayd may also answer early without a command
    while (command.isEmpty() && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(seconds)) {
      command = ask();
    }
    return command;
  }

  private Optional<JsonNode> ask() throws IOException {
    JsonNode command =
        okayd.send(
            "GET",
            path + "commands?bootId=" + bootId + "&wait=1",
            Map.of("Authorization", "Bearer " + token),
            BodyPublishers.noBody());
    return command.has("id") ? Optional.of(command) : Optional.empty();
  }

  /** Asks for go or no-go; okayd answers no-go with a refusal. */
  JsonNode go(String command) throws IOException {
    return post("go", message().put("commandId", command));
  }

  /** Reports the result of a command; returns the uptime in the report. */
  long report(String command, String result, ObjectNode proof) throws IOException {
    long uptime = uptimeMillis.getAsLong();
    post(
        "reports",
        message()
            .put("commandId", command)
            .put("uptimeMillis", uptime)
            .put("result", result)
            .<ObjectNode>set("proof", proof));
    return uptime;
  }

  private ObjectNode message() {
    return JsonNodeFactory.instance.objectNode().put("bootId", bootId);
  }

  private JsonNode post(String what, ObjectNode body) throws IOException {
    return okayd.send(
        "POST",
        path + what,
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
        BodyPublishers.ofString(body.toString()));
  }
}
