package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The conditions, the intent, the order and the timeline of attachments over REST. */
@QuarkusTest
class AttachmentResourceTest {
  private static ValidatableResponse want(TestGuest guest, String intent) {
    return Contract.request()
        .contentType("application/json")
        .body("{\"intent\": \"%s\"}".formatted(intent))
        .put("/v1/guests/{guest}/devices/disk/attachment", guest.name())
        .then();
  }

  private static List<Tuple> conditions(JsonPath attachment) {
    return attachment.<Map<String, Object>>getList("conditions").stream()
        .map(c -> tuple(c.get("type"), c.get("status"), c.get("reason")))
        .toList();
  }

  @Test
  void everyConditionHasAStatusAndAReason() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name()).booted();

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
    TestGuest guest = Fixtures.guest(backend.name()).booted();
    backend.reports("ready", "epoch-1", 1);

    guest.bind();

    assertThat(guest.attachment().<String>getList("conditions.status"))
        .hasSize(8)
        .containsOnly("True");
  }

  @Test
  void conditionsOfAGuestThatHasNeverBootedAreUnknown() {
    TestGuest guest = Fixtures.guest("unregistered");
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
  void aDeviceIsRemovedAndAttachedAgainByItsIntent() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name()).booted();
    backend.reports("ready", "epoch-1", 1);
    guest.bind();

    Contract.request()
        .delete("/v1/guests/{guest}/devices/disk/attachment", guest.name())
        .then()
        .statusCode(200)
        .body("intent", equalTo("detached"));
    guest.agent().reportRemoved(guest.command().getString("id")).then().statusCode(204);
    JsonPath detached = guest.awaitReason("disk", "Unwanted");
    want(guest, "auto").statusCode(200).body("intent", equalTo("auto"));
    guest.bind();

    assertThat(detached.getString("phase")).isEqualTo("Detached");
    assertThat(detached.getInt("removals")).isEqualTo(1);
    assertThat(detached.getLong("leakedBytes")).isEqualTo(384);
    assertThat(guest.attachment().getLong("leakedBytes")).isEqualTo(384);
  }

  @Test
  void theTimelineHasTheStepsInTheirOrder() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name()).booted();
    backend.reports("ready", "epoch-1", 1);
    guest.bind();

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
  void aDeviceWaitsForTheOneThatItComesAfter() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guestThatIsUp(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%1$s", "after": ["nic"]},
                        {"name": "nic", "type": "net", "backend": "%1$s"}]
            """);
    backend.reports("ready", "epoch-1", 1);
    JsonPath first = guest.command();
    JsonPath waiting = guest.awaitReason("disk", "AwaitsDevice");

    guest.agent().reportBound(first.getString("id"), 1).then().statusCode(204);

    assertThat(first.getString("device")).isEqualTo("nic");
    assertThat(conditions(waiting)).contains(tuple("Ordered", "False", "AwaitsDevice"));
    assertThat(guest.command().getString("device")).isEqualTo("disk");
  }

  @Test
  void anEventMayBeAboutOneDevice() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guestThatIsUp(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%1$s"},
                        {"name": "nic", "type": "net", "backend": "%1$s"}]
            """);

    backend.reportsWith(
        "{\"devices\": [{\"guest\": \"%s\", \"device\": \"nic\"}]}".formatted(guest.name()),
        "ready",
        1);

    assertThat(guest.command().getString("device")).isEqualTo("nic");
    assertThat(guest.attachment("disk").getString("reason")).isEqualTo("BackendNotReady");
    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("devices.device", hasItem("nic"));
  }
}
