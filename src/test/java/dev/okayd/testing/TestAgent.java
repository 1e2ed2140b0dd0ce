package dev.okayd.testing;

import io.restassured.response.Response;
import java.util.UUID;

/** The agent of a guest, over the real API. */
public final class TestAgent {
  private final String guest;
  private final String token;
  private final String planDigest;
  private String bootId = UUID.randomUUID().toString();
  private String dated = "";

  /** The agent of a guest that has booted the tree of the plan with this digest. */
  public TestAgent(String guest, String token, String planDigest) {
    this.guest = guest;
    this.token = token;
    this.planDigest = planDigest;
  }

  /** Its token. */
  public String token() {
    return token;
  }

  /** The id of the current boot. */
  public String bootId() {
    return bootId;
  }

  /** The agent of the same boot, with another configuration. */
  public TestAgent with(String otherToken, String otherPlanDigest) {
    TestAgent agent = new TestAgent(guest, otherToken, otherPlanDigest);
    agent.bootId = bootId;
    return agent;
  }

  /** Reboots the guest. */
  public TestAgent reboot() {
    bootId = UUID.randomUUID().toString();
    return this;
  }

  /** Begins a session, which precedes HELLO. */
  public TestAgent beginSession(long uptimeMillis) {
    long session =
        Contract.request()
            .header("Authorization", "Bearer " + token)
            .post("/v1/guests/{guest}/agent/session", guest)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getLong("session");
    dated = ", \"session\": %d, \"uptimeMillis\": %d".formatted(session, uptimeMillis);
    return this;
  }

  /** Sets the guest's boot, which may be an earlier one. */
  public TestAgent in(String earlierBootId) {
    bootId = earlierBootId;
    return this;
  }

  /** HELLO. */
  public Response hello() {
    return helloWith("");
  }

  /** HELLO that lists an applied overlay, with this proof of the device. */
  public Response helloWithApplied(String path, String proof) {
    return helloWith(", \"applied\": [{\"path\": \"%s\", \"proof\": %s}]".formatted(path, proof));
  }

  /** HELLO with more fields, each after a comma. */
  public Response helloWith(String more) {
    return Contract.request()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(
            """
            {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "okayd-module"%s%s}
            """
                .formatted(bootId, planDigest, dated, more))
        .post("/v1/guests/{guest}/agent/hello", guest);
  }

  /** Asks for the next command. */
  public Response nextCommand(int waitSeconds) {
    return Contract.request()
        .header("Authorization", "Bearer " + token)
        .queryParam("bootId", bootId)
        .queryParam("wait", waitSeconds)
        .get("/v1/guests/{guest}/agent/commands", guest);
  }

  /** Reports with the proof that its driver is bound. */
  public Response reportBound(String commandId, int virtioId) {
    return report(commandId, "applied", proof(virtioId));
  }

  /** The proof of a bound driver. */
  public static String proof(int virtioId) {
    return """
        {"status": "okay", "platformDevice": "a000000.virtio_mmio", "driver": "virtio-mmio",
         "virtioDevice": "virtio0", "virtioId": %d, "virtioDriver": "virtio_blk"}"""
        .formatted(virtioId);
  }

  /** Reports with the proof that the device is gone. */
  public Response reportRemoved(String commandId) {
    return report(commandId, "removed", "{\"status\": \"disabled\"}");
  }

  /** Any report. */
  public Response report(String commandId, String result, String proof) {
    return Contract.request()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(
            """
            {"bootId": "%s", "commandId": "%s", "result": "%s", "proof": %s}
            """
                .formatted(bootId, commandId, result, proof))
        .post("/v1/guests/{guest}/agent/reports", guest);
  }
}
