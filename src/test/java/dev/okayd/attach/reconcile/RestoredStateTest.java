package dev.okayd.attach.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/**
 * After a restore nothing is believed of a guest until it has sent HELLO and proved its devices.
 */
@QuarkusTest
class RestoredStateTest {

  private static byte[] backup() {
    return Contract.request().get("/v1/backup").then().statusCode(200).extract().asByteArray();
  }

  private static void restore(byte[] file) {
    Contract.request()
        .contentType("application/gzip")
        .body(file)
        .post("/v1/restore")
        .then()
        .statusCode(200);
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
        .queryParam("wait", 5)
        .get("/v1/operations/{operation}", operation.getString("id"))
        .then()
        .statusCode(200)
        .extract()
        .path("state");
  }

  private static String next(TestGuest guest, String type) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo(type);
    return command.getString("id");
  }

  private static TestGuest guestThatIsUp(TestBackend backend) {
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().beginSession(1000).hello().then().statusCode(200);
    return guest;
  }

  private static void bind(TestGuest guest) {
    guest.agent().reportBound(next(guest, "apply"), 2).then().statusCode(204);
    guest.awaitPhase("Bound");
  }

  @Test
  void aDeviceThatWasBoundAfterTheBackupIsNotLeftOutOfADrain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    byte[] before = backup();
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    restore(before);

    JsonPath drain = drain(backend);
    assertThat(drain.getString("state")).isEqualTo("running");
    assertThat(drain.getString("devices[0].guest")).isEqualTo(guest.name());
    guest.agent().nextCommand(0).then().statusCode(409).body("code", equalTo("boot-unknown"));
    guest.agent().beginSession(2000).hello().then().statusCode(200);
    guest.agent().reportRemoved(next(guest, "remove")).then().statusCode(204);
    assertThat(state(drain)).isEqualTo("drained");
  }

  @Test
  void aDeviceThatOnlyTheStateBeforeTheRestoreHadIsNotLeftOutOfADrain() {
    TestBackend old = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestThatIsUp(other);
    byte[] before = backup();
    guest.put(
        "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"disk\", \"type\": \"blk\", \"backend\": \"%s\"}]}"
            .formatted(old.name()));
    old.reports("ready", "epoch-1", 1);
    bind(guest);

    restore(before);

    assertThat(drain(old).getString("state")).isEqualTo("running");
  }

  @Test
  void noCommandOfTheSameBootHasTheNameOfAnEarlierOne() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    byte[] before = backup();
    backend.reports("ready", "epoch-1", 1);
    String earlier = next(guest, "apply");

    restore(before);
    guest.agent().beginSession(2000).hello().then().statusCode(200);

    assertThat(next(guest, "apply")).isNotEqualTo(earlier);
    guest.agent().reportBound(earlier, 2).then().statusCode(404);
  }

  @Test
  void aHelloOfASessionFromBeforeTheRestoreIsOver() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    byte[] before = backup();
    guest.agent().beginSession(2000);

    restore(before);

    guest.agent().hello().then().statusCode(409).body("code", equalTo("boot-over"));
  }

  @Test
  void aBackendIsWhatItSaidLastAndNotWhatTheBackupHas() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);
    byte[] before = backup();
    backend.reports("lost", "epoch-1", 2);

    restore(before);
    guest.agent().beginSession(2000).hello().then().statusCode(200);

    assertThat(guest.awaitReason("disk", "BackendNotReady").getBoolean("mayBeLive")).isTrue();
    guest.agent().nextCommand(0).then().statusCode(204);
  }

  @Test
  void aDrainOfTheBackupHasToComeToItsEndOnceMore() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    JsonPath drained = drain(backend);
    assertThat(drained.getString("state")).isEqualTo("drained");
    byte[] before = backup();
    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(204);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    restore(before);

    assertThat(state(drained)).isEqualTo("running");
  }

  private static String withBootSlot(TestBackend backend, String more) {
    return """
        {"platform": "qemu-virt",
         "devices": [{"name": "root", "type": "blk", "backend": "%s", "slotKind": "boot"}%s]}"""
        .formatted(backend.name(), more);
  }

  @Test
  void whatAPersonConfirmedBeforeTheGuestHadBootedIsNotBelievedAfterwards() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name(), withBootSlot(backend, ""));
    JsonPath operation = drain(backend);
    Contract.request()
        .contentType("application/json")
        .body("{\"guest\": \"%s\"}".formatted(guest.name()))
        .post("/v1/operations/{operation}/confirmations", operation.getString("id"))
        .then()
        .statusCode(200);
    guest.agent().beginSession(1000).hello().then().statusCode(200);

    restore(backup());

    assertThat(state(operation)).isEqualTo("running");
  }

  @Test
  void theBootSlotsOfTheTreeThatRunsAreKeptThoughTheRestoredPlanHasTheSameOnes() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name(), withBootSlot(backend, ""));
    byte[] before = backup();
    String nic = ", {\"name\": \"nic\", \"type\": \"net\", \"backend\": \"%s\"}";
    String running =
        guest.put(withBootSlot(backend, nic.formatted(other.name()))).getString("planDigest");
    TestAgent agent = guest.agent().with(guest.agent().token(), running);
    agent.beginSession(1000).hello().then().statusCode(200);

    restore(before);
    guest.put(withBootSlot(other, ""));
    agent.beginSession(2000).hello().then().statusCode(409);

    assertThat(drain(backend).getString("state")).isEqualTo("running");
  }
}
