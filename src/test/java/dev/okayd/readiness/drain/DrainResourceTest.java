package dev.okayd.readiness.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DrainResourceTest {

  private static JsonPath drain(TestBackend backend) {
    return Contract.request()
        .queryParam("epoch", "epoch-1")
        .post("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(202)
        .header("Location", containsString("/v1/operations/"))
        .extract()
        .jsonPath();
  }

  private static JsonPath drain(TestBackend backend, String epoch) {
    return Contract.request()
        .queryParam("epoch", epoch)
        .post("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }

  private static JsonPath operation(JsonPath operation, int waitSeconds) {
    return Contract.request()
        .queryParam("wait", waitSeconds)
        .get("/v1/operations/{operation}", operation.getString("id"))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static TestGuest runningGuest(TestBackend backend) {
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    guest.awaitPhase("Delivering");
    return guest;
  }

  private static void bind(TestGuest guest) {
    guest.agent().reportBound(next(guest, "apply"), 2).then().statusCode(204);
    guest.awaitPhase("Bound");
  }

  private static String next(TestGuest guest, String type) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo(type);
    return command.getString("id");
  }

  private static void removeDevice(TestGuest guest) {
    guest.awaitPhase("Draining");
    guest.agent().reportRemoved(next(guest, "remove")).then().statusCode(204);
  }

  @Test
  void aBackendWithoutLiveDevicesIsDrainedImmediately() {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 1);

    JsonPath operation = drain(backend);

    assertThat(operation.getString("state")).isEqualTo("drained");
    assertThat(operation.getList("devices")).isEmpty();
  }

  @Test
  void aBackendIsDrainedAfterTheGuestRemovesItsDevice() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);

    JsonPath started = drain(backend);
    removeDevice(guest);

    assertThat(started.getString("state")).isEqualTo("running");
    assertThat(started.getString("message")).startsWith("0 of 1 devices are removed");
    assertThat(started.getString("devices[0].guest")).isEqualTo(guest.name());
    assertThat(operation(started, 10).getString("state")).isEqualTo("drained");
  }

  @Test
  void aWaitEndsAsSoonAsTheDrainIsComplete() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);
    JsonPath started = drain(backend);
    CompletableFuture<JsonPath> wait = CompletableFuture.supplyAsync(() -> operation(started, 60));

    removeDevice(guest);

    assertThat(wait)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(operation -> assertThat(operation.getString("state")).isEqualTo("drained"));
  }

  @Test
  void aDeviceInDeliveryIsRemovedBeforeTheBackendIsDrained() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);

    JsonPath started = drain(backend);

    assertThat(operation(started, 1).getString("state")).isEqualTo("running");
    removeDevice(guest);
    assertThat(operation(started, 10).getString("state")).isEqualTo("drained");
  }

  @Test
  void aRebootOfTheGuestReleasesItsDevice() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);
    JsonPath started = drain(backend);

    guest.agent().reboot().hello().then().statusCode(200);

    assertThat(operation(started, 10).getString("state")).isEqualTo("drained");
    guest.awaitPhase("Waiting");
  }

  @Test
  void aReadyEventOfTheSameEpochDoesNotCancelADrain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);
    JsonPath started = drain(backend);
    removeDevice(guest);
    operation(started, 10);

    backend.reports("ready", "epoch-1", 2);

    guest.agent().nextCommand(1).then().statusCode(204);
    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .body("readiness", equalTo("draining"))
        .body("drain", equalTo(started.getString("id")));
  }

  /**
   * A drain may name an epoch that okayd does not know yet. The first event of that epoch must not
   * end the drain.
   */
  @Test
  void aDrainMayNameAnEpochThatOkaydDoesNotKnowYet() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    JsonPath started = drain(backend);

    backend.reports("ready", "epoch-1", 1);

    guest.agent().nextCommand(1).then().statusCode(204);
    assertThat(operation(started, 0).getString("state")).isEqualTo("drained");
  }

  @Test
  void anEmptyEpochIsRefused() {
    TestBackend backend = Fixtures.backend();

    Contract.badRequest()
        .queryParam("epoch", "")
        .post("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }

  @Test
  void aDrainWithoutAnEpochLastsUntilItIsCancelled() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    Contract.request().post("/v1/backends/{backend}/drain", backend.name()).then().statusCode(202);

    backend.reports("ready", "epoch-1", 1);
    backend.reports("ready", "epoch-2", 1);

    guest.agent().nextCommand(1).then().statusCode(204);
    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(204);
    guest.agent().nextCommand(10).then().statusCode(200);
  }

  @Test
  void aRestartOfTheBackendCancelsItsDrain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    JsonPath started = drain(backend);

    backend.reports("ready", "epoch-2", 1);

    JsonPath after = operation(started, 0);
    assertThat(after.getString("state")).isEqualTo("cancelled");
    assertThat(after.getString("message")).contains("restarted");
    assertThat(guest.attachment().getString("phase")).isNotEqualTo("Detached");
  }

  @Test
  void aSecondRequestReturnsTheRunningDrain() {
    TestBackend backend = Fixtures.backend();
    runningGuest(backend);
    JsonPath started = drain(backend);

    JsonPath again = drain(backend);

    assertThat(again.getString("id")).isEqualTo(started.getString("id"));
    Contract.request()
        .queryParam("backend", backend.name())
        .get("/v1/operations")
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("items[0].id", endsWith(started.getString("id")));
  }

  @Test
  void cancellingACompletedDrainAttachesItsDevicesAgain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);
    JsonPath started = drain(backend);
    removeDevice(guest);
    operation(started, 10);

    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(204);

    assertThat(operation(started, 0).getString("state")).isEqualTo("cancelled");
    bind(guest);
  }

  @Test
  void aRunningDrainCanBeCancelledOnce() {
    TestBackend backend = Fixtures.backend();
    runningGuest(backend);
    JsonPath started = drain(backend);

    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(204);

    assertThat(operation(started, 0).getString("state")).isEqualTo("cancelled");
    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(409)
        .body("code", equalTo("not-drained"));
  }

  @Test
  void deletingABackendCancelsItsDrain() {
    TestBackend backend = Fixtures.backend();
    runningGuest(backend);
    JsonPath started = drain(backend);

    Contract.request().delete("/v1/backends/{backend}", backend.name()).then().statusCode(204);

    assertThat(operation(started, 0).getString("state")).isEqualTo("cancelled");
  }

  @Test
  void theEndOfADrainIsRecordedWithoutARequest() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = runningGuest(backend);
    bind(guest);
    String id = drain(backend).getString("id");

    removeDevice(guest);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Contract.request()
                    .queryParam("type", "operation.drained")
                    .queryParam("subject", backend.name())
                    .get("/v1/log")
                    .jsonPath()
                    .getList(
                        "items.findAll { it.type == 'operation.drained' && it.data.operation == '"
                            + id
                            + "' }"),
            entries -> entries.size() == 1);
  }

  @Test
  void unknownBackendsAndOperationsAreNotFound() {
    Contract.request()
        .post("/v1/backends/{backend}/drain", "unknown")
        .then()
        .statusCode(404)
        .body("code", equalTo("backend-not-found"));
    Contract.request()
        .get("/v1/operations/{operation}", "00000000-0000-0000-0000-000000000000")
        .then()
        .statusCode(404)
        .body("code", equalTo("operation-not-found"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "epoch-1"})
  void aDrainOfAnotherEpochCancelsACompletedDrain(String epoch) {
    TestBackend backend = Fixtures.backend();
    JsonPath first = epoch.isEmpty() ? drain(backend) : drain(backend, epoch);
    assertThat(first.getString("state")).isEqualTo("drained");

    drain(backend, "epoch-2");

    assertThat(operation(first, 0).getString("state")).isEqualTo("cancelled");
  }

  @Test
  void deletingABackendCancelsItsCompletedDrain() {
    TestBackend backend = Fixtures.backend();
    JsonPath started = drain(backend);

    Contract.request().delete("/v1/backends/{backend}", backend.name()).then().statusCode(204);

    assertThat(operation(started, 0).getString("state")).isEqualTo("cancelled");
  }
}
