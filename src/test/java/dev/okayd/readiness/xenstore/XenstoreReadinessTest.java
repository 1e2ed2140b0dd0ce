package dev.okayd.readiness.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.OnXenstore;
import dev.okayd.testing.SignedEvent;
import dev.okayd.testing.tool.RealXenstored;
import dev.okayd.xenstore.Xenstore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backends that report their readiness in the xenstore of a real xenstored. */
@QuarkusTest
@TestProfile(OnXenstore.class)
@ExtendWith(RealXenstored.Condition.class)
class XenstoreReadinessTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Shared by all tests, because okayd reconnects slowly to a restarted xenstored. */
  @AutoClose private static RealXenstored real;

  @AutoClose private Xenstore dom0;

  @BeforeAll
  static void start() {
    real = RealXenstored.startIn(OnXenstore.directory());
  }

  @BeforeEach
  void connect() {
    dom0 = new Xenstore(real.address());
    awaitHealth("UP");
  }

  /** This client reconnects by itself, later than okayd's, when a test has restarted xenstored. */
  @AfterEach
  void removeAll() {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              dom0.nodes().remove("/local");
              return true;
            });
  }

  private static void awaitHealth(String status) {
    await()
        .atMost(SOON)
        .until(
            () -> RestAssured.get("/q/health/well").jsonPath().getString("checks[0].status"),
            status::equals);
  }

  private void write(String path, String value) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              dom0.nodes().write(path, value);
              return true;
            });
  }

  private static void awaitReadiness(TestBackend backend, String readiness) {
    await().atMost(SOON).until(() -> get(backend, "readiness"), readiness::equals);
  }

  private static String get(TestBackend backend, String field) {
    return Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .extract()
        .path(field);
  }

  private static TestBackend statusBackend() {
    return Fixtures.backend(
        """
        {"xenstore": {"domain": "DomD", "key": "drivers/virtio-disk/status"}}
        """);
  }

  private static TestBackend deviceModelBackend(int heartbeatSeconds) {
    return Fixtures.backend(
        """
        {"xenstore": {"domain": "0", "key": "device-model/1/state", "form": "device-model",
                      "heartbeatSeconds": %d}}
        """
            .formatted(heartbeatSeconds));
  }

  /** A device model that writes running once, under okayd-heartbeat. */
  private Process startDeviceModelWithHeartbeat() {
    return real.inDom0(
        "src/main/backend/okayd-heartbeat",
        "device-model/1",
        "sh",
        "-c",
        "xenstore-write device-model/1/state running; exec sleep 600");
  }

  @Test
  void followsTheKeyToAnotherDomid() {
    write("/local/domain/2/name", "DomD");
    write("/local/domain/2/drivers/virtio-disk/status", "ready");
    TestBackend backend = statusBackend();
    awaitReadiness(backend, "ready");

    write("/local/domain/2/drivers/virtio-disk/status", "dead");
    awaitReadiness(backend, "lost");

    write("/local/domain/4/drivers/virtio-disk/epoch", "second-start");
    write("/local/domain/4/drivers/virtio-disk/status", "ready");
    write("/local/domain/4/name", "DomD");
    Path unused = real.domain(4);
    await().atMost(SOON).until(() -> get(backend, "epoch"), "second-start"::equals);
    awaitReadiness(backend, "ready");
  }

  @Test
  void readinessStaysWhileXenstoredIsDownAndIsReadAfterwards() {
    write("/local/domain/2/name", "DomD");
    write("/local/domain/2/drivers/virtio-disk/status", "ready");
    TestBackend backend = statusBackend();
    awaitReadiness(backend, "ready");

    real.kill();
    awaitHealth("DOWN");
    awaitReadiness(backend, "ready");

    real.restart();
    awaitHealth("UP");
    awaitReadiness(backend, "lost");
  }

  @Test
  void aDeviceModelIsReadyWhileItsHeartbeatChanges() {
    TestBackend backend = deviceModelBackend(2);
    write("/local/domain/0/device-model/1/epoch", "start-1");
    write("/local/domain/0/device-model/1/state", "running");
    await()
        .atMost(SOON)
        .until(
            () -> {
              write("/local/domain/0/device-model/1/heartbeat", "" + System.nanoTime());
              return get(backend, "readiness");
            },
            "ready"::equals);

    awaitReadiness(backend, "lost");
  }

  @Test
  void aDeviceModelWhoseHeartbeatStopsIsLostAlthoughItsStateIsRunning() throws Exception {
    TestBackend backend = deviceModelBackend(3);
    Process heartbeat = startDeviceModelWithHeartbeat();
    awaitReadiness(backend, "ready");
    List<ProcessHandle> all = heartbeat.descendants().toList();

    heartbeat.destroyForcibly();
    awaitReadiness(backend, "lost");

    assertThat(dom0.nodes().read("/local/domain/0/device-model/1/state")).contains("running");
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aDeviceModelThatEndsIsLostImmediately() {
    TestBackend backend = deviceModelBackend(600);
    Process heartbeat = startDeviceModelWithHeartbeat();
    awaitReadiness(backend, "ready");

    heartbeat.children().forEach(ProcessHandle::destroyForcibly);

    awaitReadiness(backend, "lost");
  }

  @Test
  void isShownWithItsKeyAndRefusesEvents() {
    TestBackend backend = statusBackend();
    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("xenstore.domain", equalTo("DomD"))
        .body("xenstore.form", equalTo("status"));

    SignedEvent.of(backend.secret(), backend.name(), "ready", "epoch-1", 1)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(409)
        .body("code", equalTo("read-from-xenstore"));
  }

  @Test
  void anInvalidKeyIsRefused() {
    for (String key :
        List.of(
            "{\"domain\": \"0\", \"key\": \"../status\"}",
            "{\"domain\": \"a/b\", \"key\": \"drivers/x/status\"}",
            "{\"domain\": \"0\", \"key\": \"state\"}",
            "{\"domain\": \"0\", \"key\": \"a/b\", \"heartbeatSeconds\": 0}",
            "{\"domain\": \"0\", \"key\": \"a/b\", \"form\": \"device-model\"}")) {
      Contract.badRequest()
          .contentType("application/json")
          .body("{\"xenstore\": " + key + "}")
          .put("/v1/backends/{backend}", Fixtures.name("backend"))
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-parameter"));
    }
  }
}
