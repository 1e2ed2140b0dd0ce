package dev.okayd.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The agent of a guest without a machine: it polls, asks for go, and reports with proof. */
final class PollingAgent implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Okayd okayd;
  private final String path;
  private final List<String> headers;
  private final String planDigest;
  private final BlockingQueue<Long> commands = new LinkedBlockingQueue<>();

  private PollingAgent(Okayd okayd, String guest, JsonNode created) {
    this.okayd = okayd;
    this.path = "/v1/guests/" + guest + "/agent/";
    this.headers =
        List.of(
            "Content-Type: application/json",
            "Authorization: Bearer " + created.get("agentToken").textValue());
    this.planDigest = created.get("planDigest").textValue();
  }

  /** Creates a guest with one disk of a backend, and its agent. */
  static PollingAgent of(Okayd okayd, String guest, String backend) throws IOException {
    String spec =
        """
        {"platform": "qemu-virt", "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}"""
            .formatted(backend);
    return new PollingAgent(okayd, guest, okayd.put("/v1/guests/" + guest, spec));
  }

  /** When commands came in, by System.nanoTime(). */
  BlockingQueue<Long> commands() {
    return commands;
  }

  /** Says HELLO, and goes on until it is interrupted or okayd is gone. */
  @Override
  public void run() {
    try {
      work();
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        System.err.printf("%s ended: %s%n", path, e.getMessage());
      }
    }
  }

  private void work() throws IOException {
    try (Connection connection = new Connection(okayd.port())) {
      tell(
          connection,
          "hello",
          """
          {"bootId": "boot", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "okayd-module"}"""
              .formatted(planDigest));
      byte[] poll = Connection.request("GET", path + "commands?bootId=boot&wait=25", "", headers);
      while (!Thread.currentThread().isInterrupted()) {
        Connection.Answer answer = connection.ask(poll);
        if (answer.status() == 200) {
          commands.add(System.nanoTime());
          carryOut(connection, JSON.readTree(answer.body()).get("id").textValue());
        }
      }
    }
  }

  private void carryOut(Connection connection, String id) throws IOException {
    tell(
        connection,
        "go",
        """
        {"bootId": "boot", "commandId": "%s"}"""
            .formatted(id));
    tell(
        connection,
        "reports",
        """
        {"bootId": "boot", "commandId": "%s", "result": "applied", "proof": {"status": "okay",
         "platformDevice": "a000000.virtio_mmio", "driver": "virtio-mmio", "virtioDevice": "virtio0",
         "virtioId": 2, "virtioDriver": "virtio_blk"}}"""
            .formatted(id));
  }

  private void tell(Connection connection, String what, String body) throws IOException {
    Connection.Answer answer =
        connection.ask(Connection.request("POST", path + what, body, headers));
    // a command that another one took the place of meanwhile is dropped
    if (!List.of(200, 204, 404, 409).contains(answer.status())) {
      throw new IllegalStateException(path + what + " was answered with " + answer);
    }
  }
}
