package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This version of okayd on a store that a later version wrote. */
@QuarkusTest
@TestProfile(LaterStoreTest.OfItsOwn.class)
class LaterStoreTest {
  /** Uses a store of its own: the test adds columns to its tables. */
  public static class OfItsOwn implements QuarkusTestProfile {}

  private static final String ATTACHMENT = "/v1/guests/{guest}/devices/disk/attachment";

  @Inject Store store;

  private TestBackend backend = new TestBackend("", "");
  private TestGuest guest = new TestGuest("", "", new TestAgent("", "", ""));

  private void sql(String sql, Object... values) {
    store.inTransaction(handle -> handle.execute(sql, values));
  }

  private String word(String column, String table, String where, String value) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT %s FROM %s WHERE %s = :value".formatted(column, table, where))
                .bind("value", value)
                .mapTo(String.class)
                .one());
  }

  /** Adds columns as the migrations of a later version would, while this version runs. */
  private void addColumns() {
    for (String table :
        List.of("guest", "boot", "backend", "attachment", "operation", "event_log", "intent")) {
      sql("ALTER TABLE %s ADD COLUMN later_%d TEXT".formatted(table, System.nanoTime()));
    }
  }

  /** Reads often enough that every connection has prepared the statements. */
  private void readEverything() {
    for (int i = 0; i < 40; i++) {
      for (String path :
          List.of("/v1/guests", "/v1/attachments", "/v1/backends", "/v1/operations", "/v1/log")) {
        Contract.request().get(path + "?limit=5").then().statusCode(200);
      }
    }
  }

  @BeforeEach
  void boundByALaterVersion() {
    backend = Fixtures.backend();
    guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "1", 1);
    reportBound();
    guest.awaitPhase("Bound");
    sql(
        "UPDATE guest SET spec = replace(spec, '{\"platform\"', '{\"later\":[1],\"platform\"'),"
            + " plan = replace(plan, '{\"digest\"', '{\"later\":{},\"digest\"') WHERE name = ?",
        guest.name());
    sql(
        "UPDATE attachment SET proof = replace(proof, '{\"status\"', '{\"later\":1,\"status\"'),"
            + " marks = '{\"later\":1}' WHERE guest = ?",
        guest.name());
    sql(
        "UPDATE boot SET channel = 'VSOCK', capabilities = '[\"later\"]' WHERE guest = ?",
        guest.name());
  }

  private void reportBound() {
    String command = guest.agent().nextCommand(20).then().statusCode(200).extract().path("id");
    guest.agent().reportBound(command, 2).then().statusCode(204);
  }

  private void setAttachment(String column, String word) {
    sql("UPDATE attachment SET %s = ? WHERE guest = ?".formatted(column), word, guest.name());
  }

  @Test
  void columnsAddedWhileItRunsDoNoHarm() {
    readEverything();

    addColumns();

    readEverything();
    backend.reports("lost", "1", 2);
    guest.awaitPhase("Degraded");
  }

  @Test
  void additionalFieldsDoNoHarm() {
    Contract.request()
        .get("/v1/guests/{guest}", guest.name())
        .then()
        .statusCode(200)
        .body("boot.channel", equalTo("unknown"));
    Contract.request().get("/v1/guests").then().statusCode(200);
    Contract.request().get("/v1/attachments").then().statusCode(200);
    Contract.request().get("/v1/guests/{guest}/plan", guest.name()).then().statusCode(200);
    Contract.request().get(ATTACHMENT, guest.name()).then().body("phase", equalTo("Bound"));

    backend.reports("lost", "1", 2);
    guest.awaitPhase("Degraded");
    backend.reports("ready", "1", 3);
    reportBound();
    guest.awaitPhase("Bound");
  }

  @Test
  void anUnknownReasonIsShownAsUnknownAndKept() {
    setAttachment("reason", "SNAPSHOT_TAKEN");
    setAttachment("message", "A snapshot was taken");

    Contract.request()
        .get(ATTACHMENT, guest.name())
        .then()
        .statusCode(200)
        .body("phase", equalTo("Bound"))
        .body("reason", equalTo("Unknown"))
        .body("message", equalTo("A snapshot was taken"));

    // this version changes the attachment but not its reason, and asks the guest again
    sql(
        "UPDATE attachment SET phase = 'APPLIED', attempts = 1, next_attempt_at = 1,"
            + " deadline_at = 9000000000000000 WHERE guest = ?",
        guest.name());
    guest.agent().hello().then().statusCode(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> guest.attachment().getInt("attempts"), attempts -> attempts > 1);
    assertThat(word("reason", "attachment", "guest", guest.name())).isEqualTo("SNAPSHOT_TAKEN");
  }

  @Test
  void anUnknownPhaseCountsAsLiveAndIsProvedAgain() {
    setAttachment("phase", "MIGRATING");
    sql("UPDATE attachment SET may_be_live = 0 WHERE guest = ?", guest.name());

    Contract.request()
        .get(ATTACHMENT, guest.name())
        .then()
        .statusCode(200)
        .body("mayBeLive", equalTo(true));
    guest.agent().hello().then().statusCode(200);
    reportBound();
    guest.awaitPhase("Bound");
  }

  @Test
  void aBackendWithADeviceInAnUnknownPhaseIsNotDrained() {
    // no reconciliation: the guest's agent is away, and the drain comes first
    sql("UPDATE attachment SET may_be_live = 0, phase = 'MIGRATING' WHERE guest = ?", guest.name());

    String drain =
        Contract.request()
            .post("/v1/backends/{backend}/drain", backend.name())
            .then()
            .statusCode(202)
            .body("state", equalTo("running"))
            .body("devices.guest", hasItem(guest.name()))
            .extract()
            .path("id");

    String removal = guest.agent().nextCommand(20).then().statusCode(200).extract().path("id");
    guest.agent().reportRemoved(removal).then().statusCode(204);
    Contract.request()
        .get("/v1/operations/{id}?wait=20", drain)
        .then()
        .statusCode(200)
        .body("state", equalTo("drained"));
  }

  @Test
  void aKnownCommandReplacesAnUnknownCommand() {
    setAttachment("command", "FREEZE");
    setAttachment("phase", "DELIVERING");
    guest.agent().hello().then().statusCode(200);

    reportBound();

    guest.awaitPhase("Bound");
  }

  @Test
  void aDeviceOfAnUnknownTypeIsKeptButNotEnabled() {
    sql(
        "UPDATE guest SET plan = replace(plan, '\"type\":\"blk\"', '\"type\":\"video\"'),"
            + " spec = replace(spec, '\"type\":\"blk\"', '\"type\":\"video\"') WHERE name = ?",
        guest.name());
    setAttachment("type", "VIDEO");
    sql("UPDATE attachment SET virtio_id = 99 WHERE guest = ?", guest.name());
    guest.agent().reboot().hello().then().statusCode(200);

    guest.awaitReason("disk", "TypeUnknown");
    guest.agent().nextCommand(0).then().statusCode(204);
    Contract.request()
        .get("/v1/guests/{guest}", guest.name())
        .then()
        .statusCode(200)
        .body("spec.devices[0].type", equalTo("unknown"));
    assertThat(word("type", "attachment", "guest", guest.name())).isEqualTo("VIDEO");
    assertThat(word("virtio_id", "attachment", "guest", guest.name())).isEqualTo("99");
  }

  @Test
  void aProofForARowOfAnEarlierVersionMustHaveTheVirtioIdOfItsType() {
    sql(
        "UPDATE attachment SET virtio_id = NULL, proof = replace(proof, '\"virtioId\":2', '\"virtioId\":1')"
            + " WHERE guest = ?",
        guest.name());

    Contract.request()
        .get(ATTACHMENT, guest.name())
        .then()
        .statusCode(200)
        .body("conditions.find { it.type == 'Bound' }.status", equalTo("False"));
  }

  @Test
  void aDrainWaitsForAFormerDeviceOfAnUnknownKind() {
    TestBackend old = Fixtures.backend();
    sql(
        "INSERT INTO former_device (guest, device, backend, kind, plan_digest, boots)"
            + " VALUES (?, 'gpu', ?, 'MEDIATED', 'of-another-plan', 0)",
        guest.name(),
        old.name());

    Contract.request()
        .post("/v1/backends/{backend}/drain", old.name())
        .then()
        .statusCode(202)
        .body("state", equalTo("running"))
        .body("devices[0].device", equalTo("gpu"))
        .body("devices[0].reason", equalTo("BootSlot"));
  }

  @Test
  void anOperationInAnUnknownStateNeverCountsAsDrained() {
    String paused = UUID.randomUUID().toString();
    String evacuation = UUID.randomUUID().toString();
    sql(
        "INSERT INTO operation (id, type, backend, epoch, state, created_at, changed_at)"
            + " VALUES (?, 'drain', 'nobody', '', 'PAUSED', 1, 1)",
        paused);
    sql(
        "INSERT INTO operation (id, type, backend, epoch, state, created_at, changed_at)"
            + " VALUES (?, 'evacuation', 'nobody', '', 'RUNNING', 1, 1)",
        evacuation);

    for (String id : List.of(paused, evacuation)) {
      Contract.request()
          .get("/v1/operations/{id}", id)
          .then()
          .statusCode(200)
          .body("state", equalTo("unknown"))
          .body("devices", empty());
      assertThat(word("state", "operation", "id", id)).isNotEqualTo("DRAINED");
    }
  }

  @Test
  void aBackendWithAnUnknownReadinessSourceKeepsItsRegistration() {
    sql(
        "UPDATE backend SET replay_protection = 'NONCE', xenstore_domain = 'dom0',"
            + " xenstore_key = 'a/b', xenstore_form = 'LATER' WHERE name = ?",
        backend.name());
    sql("UPDATE backend SET readiness = 'PAUSED' WHERE name = ?", backend.name());

    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("replayProtection", equalTo("timestamp"))
        .body("readiness", equalTo("unknown"));
    backend.reports("ready", "1", 7);

    assertThat(word("readiness", "backend", "name", backend.name())).isEqualTo("READY");
    assertThat(word("replay_protection", "backend", "name", backend.name())).isEqualTo("NONCE");
    assertThat(word("xenstore_form", "backend", "name", backend.name())).isEqualTo("LATER");
  }

  @Test
  void anUnknownIntentFollowsTheBackend() {
    sql(
        "INSERT INTO intent (guest, device, intent) VALUES (?, 'disk', 'QUARANTINED')",
        guest.name());

    Contract.request()
        .get(ATTACHMENT, guest.name())
        .then()
        .statusCode(200)
        .body("intent", equalTo("auto"))
        .body("phase", equalTo("Bound"));
  }
}
