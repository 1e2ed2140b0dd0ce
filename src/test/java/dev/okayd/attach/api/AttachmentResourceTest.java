package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What a person or an orchestrator sees of attachments, and asks of them. */
@QuarkusTest
class AttachmentResourceTest {

  private static TestGuest guest(TestBackend backend, String rest) {
    TestGuest guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "qemu-virt", %s}
            """
                .formatted(rest.formatted(backend.name())));
    guest.agent().hello().then().statusCode(200);
    return guest;
  }

  private static TestGuest guestWithDisk(TestBackend backend) {
    return guest(
        backend, "\"devices\": [{\"name\": \"disk\", \"type\": \"blk\", \"backend\": \"%s\"}]");
  }

  private static JsonPath command(TestGuest guest) {
    return guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
  }

  private static void bind(TestGuest guest) {
    guest.agent().reportBound(command(guest).getString("id"), 2).then().statusCode(204);
    guest.awaitPhase("Bound");
  }

  private static ValidatableResponse want(TestGuest guest, String intent) {
    return Contract.request()
        .contentType("application/json")
        .body("{\"intent\": \"%s\"}".formatted(intent))
        .put("/v1/guests/{guest}/devices/disk/attachment", guest.name())
        .then();
  }

  private static void event(TestBackend backend, long sequence, String type, String data) {
    SignedEvent.sign(
            backend.secret(),
            """
            {"specversion": "1.0", "id": "%1$s-%2$d", "source": "%1$s", "type": "dev.okayd.backend.%3$s.v1",
             "epoch": "epoch-1", "sequence": %2$d, "data": %4$s}"""
                .formatted(backend.name(), sequence, type, data),
            Instant.now())
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202);
  }

  private static List<Tuple> conditions(JsonPath attachment) {
    return attachment.<Map<String, Object>>getList("conditions").stream()
        .map(c -> tuple(c.get("type"), c.get("status"), c.get("reason")))
        .toList();
  }

  @Test
  void everyConditionSaysWhetherItIsSoAndWhyNot() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithDisk(backend);

    JsonPath waiting = guest.awaitReason("disk", "BackendNotReady");

    assertThat(conditions(waiting))
        .containsExactly(
            tuple("Wanted", "True", "Proved"),
            tuple("GuestPresent", "True", "Proved"),
            tuple("PlanMatches", "True", "Proved"),
            tuple("SlotFree", "True", "Proved"),
            tuple("Ordered", "True", "Proved"),
            tuple("BackendReady", "Unknown", "BackendNotReady"),
            tuple("Applied", "False", "BackendNotReady"),
            tuple("Bound", "False", "BackendNotReady"));
  }

  @Test
  void allConditionsOfABoundDeviceAreTrue() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithDisk(backend);
    backend.reports("ready", "epoch-1", 1);

    bind(guest);

    assertThat(guest.attachment().<String>getList("conditions.status"))
        .hasSize(8)
        .containsOnly("True");
  }

  @Test
  void whatIsNotKnownOfAGuestThatHasNeverBootedIsUnknown() {
    TestGuest guest = Fixtures.guest("nobody");
    want(guest, "detached").statusCode(200);

    JsonPath attachment = guest.awaitPhase("Detached");

    assertThat(conditions(attachment))
        .contains(
            tuple("Wanted", "False", "Unwanted"),
            tuple("GuestPresent", "Unknown", "GuestAbsent"),
            tuple("PlanMatches", "Unknown", "GuestAbsent"),
            tuple("SlotFree", "Unknown", "GuestAbsent"),
            tuple("BackendReady", "False", "BackendUnknown"),
            tuple("Applied", "Unknown", "GuestAbsent"),
            tuple("Bound", "Unknown", "GuestAbsent"));
  }

  @Test
  void aDeviceThatIsNotWantedIsLetGoAndComesBackWhenItIsWantedAgain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithDisk(backend);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    Contract.request()
        .delete("/v1/guests/{guest}/devices/disk/attachment", guest.name())
        .then()
        .statusCode(200)
        .body("intent", equalTo("detached"));
    guest.agent().reportRemoved(command(guest).getString("id")).then().statusCode(204);
    JsonPath away = guest.awaitReason("disk", "Unwanted");
    want(guest, "auto").statusCode(200).body("intent", equalTo("auto"));
    bind(guest);

    assertThat(away.getString("phase")).isEqualTo("Detached");
    assertThat(away.getInt("removals")).isEqualTo(1);
    assertThat(away.getLong("leakedBytes")).isEqualTo(384);
    assertThat(guest.attachment().getLong("leakedBytes")).isEqualTo(384);
  }

  @Test
  void theTimelineHasTheStepsInTheirOrder() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithDisk(backend);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    JsonPath timeline =
        Contract.request()
            .get("/v1/guests/{guest}/devices/disk/attachment/timeline", guest.name())
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(timeline.<String>getList("steps.step"))
        .containsExactly(
            "event-received", "event-recorded", "decided", "fetched", "reported", "bound");
    assertThat(timeline.<Number>getList("steps.sincePreviousMicros"))
        .allMatch(micros -> micros.longValue() >= 0);
    assertThat(timeline.getLong("totalMicros"))
        .isEqualTo(timeline.getLong("steps[-1].sinceFirstMicros"))
        .isPositive();
  }

  @Test
  void aCommandIsNotSentMoreOftenThanTheDevicesPolicySays() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guest(
            backend,
            """
            "policy": {"maxAttempts": 7}, "devices": [{"name": "disk", "type": "blk", "backend": "%s",
              "policy": {"maxAttempts": 1}}]
            """);
    backend.reports("ready", "epoch-1", 1);

    guest.agent().report(command(guest).getString("id"), "failed", "{\"status\": \"disabled\"}");

    assertThat(guest.awaitPhase("Failed").getString("reason")).isEqualTo("KernelRefused");
  }

  @Test
  void anAgentHasAsLongToReportAsTheGuestsPolicySays() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guest(
            backend,
            """
            "policy": {"answerSeconds": 1, "maxAttempts": 1},
            "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]
            """);
    backend.reports("ready", "epoch-1", 1);
    command(guest);

    JsonPath failed = guest.awaitPhase("Failed");

    assertThat(failed.getString("reason")).isEqualTo("NoAnswer");
  }

  @Test
  void aDeviceWhosePolicyIsToDetachIsTakenFromALostBackend() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guest(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%s", "policy": {"onBackendLost": "detach"}}]
            """);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    backend.reports("lost", "epoch-1", 2);

    assertThat(command(guest).getString("type")).isEqualTo("remove");
    assertThat(guest.attachment().getString("reason")).isEqualTo("BackendLost");
  }

  @Test
  void aDeviceWaitsForTheOneThatItComesAfter() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guest(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%1$s", "after": ["nic"]},
                        {"name": "nic", "type": "net", "backend": "%1$s"}]
            """);
    backend.reports("ready", "epoch-1", 1);
    JsonPath first = command(guest);
    JsonPath waiting = guest.awaitReason("disk", "AwaitsDevice");

    guest.agent().reportBound(first.getString("id"), 1).then().statusCode(204);

    assertThat(first.getString("device")).isEqualTo("nic");
    assertThat(conditions(waiting)).contains(tuple("Ordered", "False", "AwaitsDevice"));
    assertThat(command(guest).getString("device")).isEqualTo("disk");
  }

  @Test
  void anEventMayBeAboutOneDevice() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guest(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%1$s"},
                        {"name": "nic", "type": "net", "backend": "%1$s"}]
            """);

    event(
        backend,
        1,
        "ready",
        "{\"devices\": [{\"guest\": \"%s\", \"device\": \"nic\"}]}".formatted(guest.name()));

    assertThat(command(guest).getString("device")).isEqualTo("nic");
    assertThat(guest.attachment("disk").getString("reason")).isEqualTo("BackendNotReady");
    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("devices.device", hasItem("nic"));
  }

  @Test
  void anOverlayNamesTheDomainThatItsBackendSaysItIs() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "xen-dom0less",
             "devices": [{"name": "disk", "type": "blk", "backend": "%s", "grants": true}]}
            """
                .formatted(backend.name()));
    hello(guest, "\"capabilities\": [\"iommus\"]").statusCode(200);
    event(backend, 1, "ready", "{}");
    JsonPath unknown = guest.awaitReason("disk", "DomidUnknown");

    event(backend, 2, "ready", "{\"domid\": 7}");

    JsonPath command = command(guest);
    assertThat(unknown.getString("phase")).isEqualTo("Waiting");
    assertThat(Base64.getDecoder().decode(command.getString("overlay")))
        .isEqualTo(
            Contract.request()
                .queryParam("domid", 7)
                .accept("application/octet-stream")
                .get("/v1/guests/{guest}/devices/disk/overlay", guest.name())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
  }

  @Test
  void anAgentThatCannotNameADomainGetsNoOverlayThatDoes() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "xen-dom0less",
             "devices": [{"name": "disk", "type": "blk", "backend": "%s", "grants": true}]}
            """
                .formatted(backend.name()));
    guest.agent().hello().then().statusCode(200);

    event(backend, 1, "ready", "{\"domid\": 7}");

    guest.awaitReason("disk", "AgentUnable");
    guest.agent().nextCommand(0).then().statusCode(204);
  }

  private static ValidatableResponse hello(TestGuest guest, String more) {
    return hello(guest, guest.agent().bootId(), more);
  }

  private static ValidatableResponse hello(TestGuest guest, String boot, String more) {
    String digest =
        Contract.request()
            .get("/v1/guests/{guest}", guest.name())
            .then()
            .extract()
            .path("planDigest");
    return Contract.request()
        .header("Authorization", "Bearer " + guest.agent().token())
        .contentType("application/json")
        .body(
            """
            {"bootId": "%s", "planDigest": "%s", "kernel": "6.1.0", "overlayInterface": "okayd-module", %s}
            """
                .formatted(boot, digest, more))
        .post("/v1/guests/{guest}/agent/hello", guest.name())
        .then();
  }

  private static long session(TestGuest guest) {
    return Contract.request()
        .header("Authorization", "Bearer " + guest.agent().token())
        .post("/v1/guests/{guest}/agent/session", guest.name())
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("session");
  }

  @Test
  void aHelloOfAnEarlierSessionIsOfABootThatIsOver() {
    TestGuest guest = Fixtures.guest("storage");
    long earlier = session(guest);
    long later = session(guest);
    hello(guest, "second", "\"session\": " + later).statusCode(200);

    hello(guest, "first", "\"session\": " + earlier)
        .statusCode(409)
        .body("code", equalTo("boot-over"));

    guest.awaitReason("disk", "BackendUnknown");
    assertThat(guest.attachment().getString("bootId")).isEqualTo("second");
  }

  @Test
  void aHelloThatIsOlderThanOneThatWasTakenIsLate() {
    TestGuest guest = Fixtures.guest("storage");
    hello(guest, "\"uptimeMillis\": 2000").statusCode(200);

    hello(guest, "\"uptimeMillis\": 1999, \"applied\": []")
        .statusCode(409)
        .body("code", equalTo("message-late"));
  }
}
