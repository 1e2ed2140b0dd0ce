package dev.okayd.readiness.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Drains of backends that serve devices that okayd cannot remove: boot slots and bridges. */
@QuarkusTest
class UnmanagedDrainTest {

  private static String spec(String devices, String more) {
    return "{\"platform\": \"qemu-virt\", \"devices\": [%s]%s}".formatted(devices, more);
  }

  private static String bootSlot(String device, TestBackend backend) {
    return "{\"name\": \"%s\", \"type\": \"blk\", \"backend\": \"%s\", \"slotKind\": \"boot\"}"
        .formatted(device, backend.name());
  }

  private static TestGuest guestWithBootSlot(TestBackend backend) {
    return Fixtures.guest(backend.name(), spec(bootSlot("root", backend), ""));
  }

  private static JsonPath drain(TestBackend backend) {
    return Contract.request()
        .post("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }

  private static String state(JsonPath operation) {
    return Contract.request()
        .get("/v1/operations/{operation}", operation.getString("id"))
        .then()
        .statusCode(200)
        .extract()
        .path("state");
  }

  private static Response confirm(JsonPath operation, String body) {
    return Contract.request()
        .contentType("application/json")
        .body(body)
        .post("/v1/operations/{operation}/confirmations", operation.getString("id"));
  }

  private static String of(TestGuest guest) {
    return "{\"guest\": \"%s\"}".formatted(guest.name());
  }

  @Test
  void aDrainWaitsForADeviceInABootSlotAndNamesIt() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);

    JsonPath operation = drain(backend);

    assertThat(operation.getString("state")).isEqualTo("running");
    assertThat(operation.getString("devices[0].guest")).isEqualTo(guest.name());
    assertThat(operation.getString("devices[0].device")).isEqualTo("root");
    assertThat(operation.getString("devices[0].reason")).isEqualTo("BootSlot");
    assertThat(operation.getString("message")).contains("0 of 1").contains("stop the guest");
  }

  @Test
  void aDrainWaitsForABridgeAndNamesIt() {
    TestBackend backend = Fixtures.backend();
    Fixtures.guest(
        backend.name(),
        spec(
            "",
            ", \"bridges\": [{\"name\": \"pci\", \"backend\": \"%s\"}]".formatted(backend.name())));

    JsonPath operation = drain(backend);

    assertThat(operation.getString("state")).isEqualTo("running");
    assertThat(operation.getString("devices[0].reason")).isEqualTo("AppliedByHand");
  }

  @Test
  void aConfirmationCompletesADrain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    JsonPath operation = drain(backend);

    confirm(operation, of(guest)).then().statusCode(200).body("state", equalTo("drained"));
  }

  @Test
  void aGuestThatRunsTheTreeOfAnOlderPlanCounts() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    String more = ", {\"name\": \"nic\", \"type\": \"net\", \"backend\": \"%s\"}";
    guest.put(spec(bootSlot("root", backend) + more.formatted(other.name()), ""));
    guest.put(spec(bootSlot("root", other) + more.formatted(other.name()), ""));

    guest.agent().hello().then().statusCode(409);

    assertThat(drain(backend).getString("state")).isEqualTo("running");
  }

  @Test
  void aDrainRunsAgainWhenABootDeviceIsPlannedOnItsBackend() {
    TestBackend backend = Fixtures.backend();
    JsonPath operation = drain(backend);
    assertThat(operation.getString("state")).isEqualTo("drained");

    TestGuest guest = guestWithBootSlot(backend);

    assertThat(state(operation)).isEqualTo("running");
    JsonPath again = drain(backend);
    assertThat(again.getString("id")).isEqualTo(operation.getString("id"));
    assertThat(again.getString("devices[0].guest")).isEqualTo(guest.name());
    confirm(operation, of(guest)).then().statusCode(200).body("state", equalTo("drained"));
  }

  @Test
  void aBootOfTheGuestInvalidatesAConfirmation() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    TestGuest other = guestWithBootSlot(backend);
    JsonPath operation = drain(backend);
    confirm(operation, of(guest)).then().statusCode(200).body("state", equalTo("running"));

    guest.agent().hello().then().statusCode(200);
    confirm(operation, of(other)).then().statusCode(200);

    assertThat(state(operation)).isEqualTo("running");
  }

  @Test
  void aDeviceThatOkaydCanRemoveNeedsNoConfirmation() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    guest.awaitPhase("Delivering");
    JsonPath operation = drain(backend);

    confirm(operation, of(guest))
        .then()
        .statusCode(409)
        .body("code", equalTo("nothing-to-confirm"));

    assertThat(state(operation)).isEqualTo("running");
  }

  @Test
  void aCompletedDrainRefusesAConfirmation() {
    TestBackend backend = Fixtures.backend();
    JsonPath operation = drain(backend);

    confirm(operation, "{\"guest\": \"domu1\"}")
        .then()
        .statusCode(409)
        .body("code", equalTo("operation-over"));
  }

  @Test
  void aDrainWaitsForARemovedBootSlotUntilTheGuestBootsItsNewTree() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    guest.agent().hello().then().statusCode(200);
    JsonPath planned =
        guest.put(
            spec(
                "{\"name\": \"d\", \"type\": \"net\", \"backend\": \"%s\"}".formatted(other.name()),
                ""));
    JsonPath operation = drain(backend);
    assertThat(operation.getString("state")).isEqualTo("running");

    guest
        .agent()
        .reboot()
        .with(guest.agent().token(), planned.getString("planDigest"))
        .hello()
        .then()
        .statusCode(200);

    assertThat(state(operation)).isEqualTo("drained");
  }

  @Test
  void aDrainWaitsForABootSlotThatChangesItsBackendUntilTheSecondBoot() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    guest.agent().hello().then().statusCode(200);
    guest.put(spec(bootSlot("root", other), ""));
    JsonPath operation = drain(backend);

    guest.agent().reboot().hello().then().statusCode(200);
    assertThat(state(operation)).isEqualTo("running");
    guest.agent().reboot().hello().then().statusCode(200);

    assertThat(state(operation)).isEqualTo("drained");
  }

  @Test
  void bootSlotsOfAReplannedTreeCountUntilTheSecondBoot() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    guest.put(
        spec(
            bootSlot("root", other)
                + ", {\"name\": \"nic\", \"type\": \"net\", \"backend\": \"%s\"}"
                    .formatted(other.name()),
            ""));
    guest.agent().hello().then().statusCode(409);
    guest.agent().reboot().hello().then().statusCode(409);

    guest.put(spec(bootSlot("root", other), ""));

    assertThat(drain(backend).getString("state")).isEqualTo("running");
  }

  @Test
  void restoringAGuestToAnEarlierStateInvalidatesAConfirmation() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestWithBootSlot(backend);
    guest.agent().beginSession(50_000).hello().then().statusCode(200);
    JsonPath operation = drain(backend);
    confirm(operation, of(guest)).then().statusCode(200).body("state", equalTo("drained"));

    guest.agent().beginSession(20_000).hello().then().statusCode(200);

    assertThat(state(operation)).isEqualTo("running");
  }
}
