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

  /** Begins a session, which is what makes a later boot later. */
  long session() throws IOException {
    return post("session", JsonNodeFactory.instance.objectNode()).path("session").asLong();
  }

  /** Says that the agent is up; answers the uptime that it said. */
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

  /** What there is to do, as soon as there is something, or nothing when the seconds are over. */
  Optional<JsonNode> nextCommand(int seconds) throws IOException {
    long begun = System.nanoTime();
    Optional<JsonNode> command = ask();
    // okayd also answers when there may have been something, and was not
    while (command.isEmpty() && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
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

  /** Asks go or no-go; no-go is refused. */
  JsonNode go(String command) throws IOException {
    return post("go", message().put("commandId", command));
  }

  /** Says what became of a command; answers the uptime that it said. */
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
