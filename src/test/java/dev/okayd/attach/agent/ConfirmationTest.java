package dev.okayd.attach.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest without an agent, in which persons apply and remove overlays. */
@QuarkusTest
class ConfirmationTest {
  private static final String BOUND =
      """
      {"status": "okay", "platformDevice": "a000000.virtio_mmio", "driver": "virtio-mmio",
       "virtioDevice": "virtio0", "virtioId": 2, "virtioDriver": "virtio_blk"}\
      """;
  private static final String ABSENT = "{\"status\": \"disabled\"}";

  private TestBackend backend = new TestBackend("", "");
  private TestGuest guest = new TestGuest("", "", new TestAgent("", "", ""));
  private String boot = UUID.randomUUID().toString();
  private String digest = "";

  @BeforeEach
  void makeGuest() {
    backend = Fixtures.backend();
    guest = Fixtures.guest(backend.name(), spec("manual"));
    digest =
        Contract.request()
            .get("/v1/guests/{guest}", guest.name())
            .then()
            .extract()
            .path("planDigest");
  }

  private String spec(String channel) {
    return """
    {"platform": "qemu-virt", "channels": ["%s"],
     "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
    """
        .formatted(channel, backend.name());
  }

  private ValidatableResponse confirm(String result, String proof) {
    return confirm(Contract.request(), result, proof, 1000);
  }

  private ValidatableResponse confirm(
      RequestSpecification request, String result, String proof, long uptimeMillis) {
    return request
        .contentType("application/json")
        .body(
            """
            {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "uptimeMillis": %d,
             "result": "%s", "micros": 900, "proof": %s}
            """
                .formatted(boot, digest, uptimeMillis, result, proof))
        .post("/v1/guests/{guest}/devices/disk/attachment/confirmation", guest.name())
        .then();
  }

  @Test
  void aPersonIsAskedToApplyOnceABootIsKnownAndTheBackendIsReady() {
    guest.put(spec("http"));
    guest.agent().hello().then().statusCode(200);
    guest.put(spec("manual"));

    backend.reports("ready", "epoch-1", 1);

    assertThat(guest.awaitPhase("Delivering").getString("reason")).isEqualTo("AwaitsPerson");
  }

  @Test
  void noAgentServesAManualGuest() {
    guest.agent().hello().then().statusCode(403).body("code", equalTo("channel-not-listed"));
    guest.agent().nextCommand(0).then().statusCode(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\": \"okay\"} | Applied | NoDriverYet",
        "{\"status\": \"okay\", \"platformDevice\": \"a000000.virtio_mmio\"} | Applied | NoDriverYet",
        "{\"status\": \"disabled\"} | Failed | Contradiction",
        "{\"status\": \"okay\", \"virtioId\": 1} | Failed | WrongDevice"
      })
  void appliedIsNotBoundWithoutProof(String proof, String phase, String reason) {
    backend.reports("ready", "epoch-1", 1);

    confirm("applied", proof)
        .statusCode(200)
        .body("phase", equalTo(phase))
        .body("reason", equalTo(reason));
  }

  @Test
  void whatHadNoDriverIsBoundWhenItIsConfirmedAgainWithOne() {
    backend.reports("ready", "epoch-1", 1);
    confirm("applied", "{\"status\": \"okay\"}").body("phase", equalTo("Applied"));

    confirm("applied", BOUND).statusCode(200).body("phase", equalTo("Bound"));
  }

  @Test
  void whatIsAppliedBeforeItsBackendIsReadyIsDegradedAndHasToBeProvedAnew() {
    confirm("applied", BOUND).statusCode(200).body("phase", equalTo("Degraded"));
    backend.reports("ready", "epoch-1", 1);
    guest.awaitReason("disk", "AwaitsPerson");

    confirm("applied", BOUND).statusCode(200).body("phase", equalTo("Bound"));
  }

  @Test
  void whatIsRemovedWhileNobodyWantsItBackIsToBeAppliedAgain() {
    backend.reports("ready", "epoch-1", 1);
    confirm("applied", BOUND);

    confirm("removed", ABSENT)
        .statusCode(200)
        .body("phase", equalTo("Delivering"))
        .body("reason", equalTo("AwaitsPerson"))
        .body("removals", equalTo(1));
  }

  @Test
  void whatFailsAfterTheRemovalIsNoRemovalThatFailed() {
    backend.reports("ready", "epoch-1", 1);
    confirm("applied", BOUND);
    backend.reports("draining", "epoch-1", 2);
    guest.awaitPhase("Draining");
    confirm("removed", ABSENT).body("phase", equalTo("Detached"));

    confirm("failed", ABSENT).statusCode(200).body("phase", equalTo("Waiting"));
  }

  @Test
  void aRebootStartsOverAndTheOldBootConfirmsNothingMore() {
    backend.reports("ready", "epoch-1", 1);
    confirm("applied", BOUND);
    String old = boot;
    boot = UUID.randomUUID().toString();
    confirm("applied", "{\"status\": \"okay\"}").body("phase", equalTo("Applied"));
    boot = old;

    confirm("applied", BOUND).statusCode(409).body("code", equalTo("boot-over"));

    assertThat(guest.attachment().getString("phase")).isEqualTo("Applied");
  }

  @Test
  void whatWasPrintedBeforeSomethingThatWasConfirmedIsRefused() {
    backend.reports("ready", "epoch-1", 1);
    confirm(Contract.request(), "applied", BOUND, 2000).statusCode(200);

    confirm(Contract.request(), "removed", ABSENT, 1999)
        .statusCode(409)
        .body("code", equalTo("message-late"));

    assertThat(guest.attachment().getString("phase")).isEqualTo("Bound");
  }

  @Test
  void theProofOfAnotherDeviceIsRefused() {
    backend.reports("ready", "epoch-1", 1);

    confirm("applied", BOUND.replace("a000000.", "a000200."))
        .statusCode(409)
        .body("code", equalTo("proof-of-another-device"));

    assertThat(guest.attachment().getString("phase")).isEqualTo("Waiting");
  }

  @Test
  void aBootOfAnotherPlanIsRefusedAndNotRecorded() {
    backend.reports("ready", "epoch-1", 1);
    digest = "other";

    confirm("applied", BOUND).statusCode(409).body("code", equalTo("plan-mismatch"));

    assertThat(guest.attachment().getMap("")).doesNotContainKey("bootId");
  }

  @Test
  void whoHasAnAgentNeedsNoConfirmation() {
    guest = Fixtures.guest(backend.name(), spec("http"));

    confirm("applied", BOUND).statusCode(409).body("code", equalTo("channel-not-manual"));
  }

  @Test
  void aConfirmationWithAKeyIsCarriedOutOnce() {
    String key = UUID.randomUUID().toString();
    backend.reports("ready", "epoch-1", 1);
    confirm("applied", BOUND);
    confirm(Contract.request().header("Idempotency-Key", key), "removed", ABSENT, 1000);

    confirm(Contract.request().header("Idempotency-Key", key), "removed", ABSENT, 1000)
        .statusCode(200)
        .header("Idempotency-Replayed", "true");

    assertThat(guest.attachment().getInt("removals")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"bootId\": \"a/b\", \"result\": \"applied\", \"proof\": {}}",
        "{\"bootId\": \"b\", \"result\": \"applied\", \"errno\": 1, \"proof\": {}}",
        "{\"bootId\": \"b\", \"result\": \"applied\", \"overlayInterface\": \"an interface with so long a name that it is none\", \"proof\": {}}",
        "{\"bootId\": \"b\", \"result\": \"done\", \"proof\": {}}",
        "{\"bootId\": \"b\", \"proof\": {}}",
        "{\"bootId\": \"b\", \"result\": \"applied\"}"
      })
  void whatTheContractForbidsIsRefused(String body) {
    Contract.badRequest()
        .contentType("application/json")
        .body(body)
        .post("/v1/guests/{guest}/devices/disk/attachment/confirmation", guest.name())
        .then()
        .statusCode(400)
        .body("code", oneOf("invalid-value", "missing-field"));
  }
}
