package dev.okayd.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Guests and backends that tests create over the API. Every test uses its own names, because all
 * tests share one store.
 */
public final class Fixtures {
  /** A limit that only a busy machine comes near. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Fixtures() {}

  /** A guest and its agent. */
  public record TestGuest(String name, String backend, TestAgent agent) {

    /** The attachment of its disk. */
    public JsonPath attachment() {
      return attachment("disk");
    }

    /** The attachment of a device. */
    public JsonPath attachment(String device) {
      return Contract.request()
          .get("/v1/guests/{guest}/devices/{device}/attachment", name, device)
          .then()
          .statusCode(200)
          .extract()
          .jsonPath();
    }

    /** Waits until the attachment of its disk is in a phase. */
    public JsonPath awaitPhase(String phase) {
      return awaitPhase("disk", phase);
    }

    /** Waits until the attachment of a device is in a phase. */
    public JsonPath awaitPhase(String device, String phase) {
      return await()
          .atMost(PATIENCE)
          .until(() -> attachment(device), a -> a.getString("phase").equals(phase));
    }

    /** Waits until the attachment of a device has a reason. */
    public JsonPath awaitReason(String device, String reason) {
      return await()
          .atMost(PATIENCE)
          .until(() -> attachment(device), a -> a.getString("reason").equals(reason));
    }

    /** Boots it: its agent sends HELLO. */
    public TestGuest booted() {
      agent.hello().then().statusCode(200);
      return this;
    }

    /** The next command for its agent, which must come soon. */
    public JsonPath command() {
      return agent.nextCommand(10).then().statusCode(200).extract().jsonPath();
    }

    /**
     * Reports the command for its disk as applied and proved, and waits until the disk is bound.
     */
    public void bind() {
      agent.reportBound(command().getString("id"), 2).then().statusCode(204);
      awaitPhase("Bound");
    }

    /** Gives it another spec. */
    public JsonPath put(String spec) {
      return Contract.request()
          .contentType("application/json")
          .body(spec)
          .put("/v1/guests/{guest}", name)
          .then()
          .statusCode(200)
          .extract()
          .jsonPath();
    }
  }

  /** A registered backend. */
  public record TestBackend(String name, String secret) {

    /** Sends its readiness. */
    public void reports(String type, String epoch, long sequence) {
      SignedEvent.of(secret, name, type, epoch, sequence).post().statusCode(202);
    }

    /** Sends its readiness in epoch-1, with data. */
    public void reportsWith(String data, String type, long sequence) {
      String id = name + "-" + sequence;
      String event = SignedEvent.event(id, name, type, "epoch-1", sequence);
      String withData = event.substring(0, event.lastIndexOf('}')) + ", \"data\": " + data + "}";
      SignedEvent.sign(secret, withData, Instant.now()).post().statusCode(202);
    }

    /** Sends a signed body, which may violate the contract. */
    public ValidatableResponse sends(String body) {
      return SignedEvent.sign(secret, body, Instant.now())
          .on(Contract.badRequest())
          .post("/v1/events")
          .then();
    }

    /** The backend as okayd shows it. */
    public JsonPath state() {
      return Contract.request()
          .get("/v1/backends/{backend}", name)
          .then()
          .statusCode(200)
          .extract()
          .jsonPath();
    }
  }

  /** A unique name, also across runs, because the store of an earlier run may remain. */
  public static String name(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  /** A guest on qemu-virt with a gated disk. */
  public static TestGuest guest(String backend) {
    return guest(
        backend,
        """
        {"platform": "qemu-virt",
         "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
        """
            .formatted(backend));
  }

  /** A guest of this spec. */
  public static TestGuest guest(String backend, String spec) {
    String name = name("guest");
    JsonPath guest =
        Contract.request()
            .contentType("application/json")
            .body(spec)
            .put("/v1/guests/{guest}", name)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new TestGuest(
        name,
        backend,
        new TestAgent(name, guest.getString("agentToken"), guest.getString("planDigest")));
  }

  /** A guest on qemu-virt that is up, with the rest of its spec; %s stands for the backend. */
  public static TestGuest guestThatIsUp(TestBackend backend, String rest) {
    String spec = "{\"platform\": \"qemu-virt\", %s}".formatted(rest.formatted(backend.name()));
    return guest(backend.name(), spec).booted();
  }

  /** A backend with a clock. */
  public static TestBackend backend() {
    return backend("{}");
  }

  /** A backend of this spec. */
  public static TestBackend backend(String spec) {
    String name = name("backend");
    String secret =
        Contract.request()
            .contentType("application/json")
            .body(spec)
            .put("/v1/backends/{backend}", name)
            .then()
            .statusCode(201)
            .extract()
            .path("secret");
    return new TestBackend(name, secret);
  }
}
