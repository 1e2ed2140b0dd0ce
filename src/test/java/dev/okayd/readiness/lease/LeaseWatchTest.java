package dev.okayd.readiness.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.store.Store;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeaseWatchTest {
  @Inject Store store;
  @Inject BackendStore backends;
  @Inject DeviceReadinessStore devices;
  @Inject EventLog log;

  private static void sendReadyWithLease(TestBackend backend, long sequence, String devices) {
    String event = SignedEvent.event("e-" + sequence, backend.name(), "ready", "epoch-1", sequence);
    String withLease =
        event.substring(0, event.length() - 1) + ", \"data\": {\"ttlSeconds\": 1" + devices + "}}";
    SignedEvent.sign(backend.secret(), withLease, Instant.now())
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202);
  }

  private static void bind(TestGuest guest) {
    String command =
        guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath().getString("id");
    guest.agent().reportBound(command, 2).then().statusCode(204);
    guest.awaitPhase("Bound");
  }

  private LogEntry awaitExpiry(TestBackend backend) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                store.read(handle -> log.read(handle, 0, 100_000)).stream()
                    .filter(entry -> entry.type().equals("backend.lease-expired"))
                    .filter(entry -> entry.subject().equals(backend.name()))
                    .toList(),
            entries -> entries.size() == 1)
        .get(0);
  }

  @Test
  void aDeviceIsDegradedFromTheEndOfALeaseUntilANewProof() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);

    sendReadyWithLease(backend, 2, "");

    guest.awaitPhase("Degraded");
    backend.reports("ready", "epoch-1", 3);
    bind(guest);
  }

  @Test
  void anExpiredLeaseIsRecorded() {
    TestBackend backend = Fixtures.backend();

    sendReadyWithLease(backend, 2, "");

    assertThat(awaitExpiry(backend).data()).containsEntry("epoch", "epoch-1");
    ReadinessRecord recorded =
        store
            .read(handle -> backends.get(handle, backend.name()))
            .flatMap(Backend::epoch)
            .flatMap(Epoch::general)
            .orElseThrow();
    assertThat(recorded.readiness()).isEqualTo(Readiness.LOST);
    assertThat(recorded.sequence()).isEqualTo(2);
    assertThat(recorded.lease()).isEmpty();
  }

  @Test
  void aLeaseOfOneDeviceExpiresForThatDeviceOnly() {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 1);

    sendReadyWithLease(backend, 2, ", \"devices\": [{\"guest\": \"domu1\", \"device\": \"disk\"}]");

    assertThat(awaitExpiry(backend).data()).containsKey("devices").doesNotContainKey("sequence");
    List<ReadinessRecord> ofDevices =
        List.copyOf(store.read(handle -> devices.of(handle, backend.name())).values());
    assertThat(ofDevices).extracting(ReadinessRecord::readiness).containsExactly(Readiness.LOST);
    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("readiness", org.hamcrest.Matchers.equalTo("ready"));
  }
}
