package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.store.Store;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of events that reach the store: which are accepted, how many, and for how long. */
@QuarkusTest
class EventTextTest {
  @Inject Store store;

  private static ValidatableResponse post(TestBackend backend, String body) {
    return SignedEvent.sign(backend.secret(), body, Instant.now())
        .on(Contract.badRequest())
        .post("/v1/events")
        .then();
  }

  /** A "ready" event for this number of devices that no guest has. */
  private static String devices(
      TestBackend backend, String epoch, long sequence, int first, int count) {
    String devices =
        IntStream.range(first, first + count)
            .mapToObj("{\"guest\": \"unknown\", \"device\": \"d%d\"}"::formatted)
            .collect(Collectors.joining(", "));
    return SignedEvent.event(epoch + sequence, backend.name(), "ready", epoch, sequence)
        .replace("\"epoch\"", "\"data\": {\"devices\": [" + devices + "]}, \"epoch\"");
  }

  private int recorded(TestBackend backend) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM device_readiness WHERE backend = :backend")
                .bind("backend", backend.name())
                .mapTo(Integer.class)
                .one());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"device\": \"d1\" | \"device\": \"d\\u0000\"",
        "\"guest\": \"unknown\" | \"guest\": \"\\u0000\"",
        "\"guest\": \"unknown\" | \"guest\": \"\\ud800\"",
        "\"epoch\": \"1\" | \"epoch\": \"1\\u0000\"",
        "\"epoch\": \"1\" | \"epoch\": \"\\ud800\"",
        "\"id\": \"11\" | \"id\": \"\\u0000\"",
        "\"id\": \"11\" | \"id\": \"\\udfff\"",
        "\"id\": \"11\" | \"id\": \"\""
      })
  void aTextThatADatabaseCannotStoreIsRefused(String found, String sent) {
    TestBackend backend = Fixtures.backend();
    String body = devices(backend, "1", 1, 1, 1);
    assertThat(body).contains(found);

    post(backend, body.replace(found, sent)).statusCode(400);

    assertThat(recorded(backend)).isZero();
  }

  @Test
  void aSourceThatIsNotABackendNameIsRefused() {
    TestBackend backend = Fixtures.backend();

    post(backend, SignedEvent.event("1", "\\u0000", "ready", "1", 1)).statusCode(400);
    post(backend, SignedEvent.event("1", "x".repeat(1000), "ready", "1", 1)).statusCode(401);
  }

  @Test
  void unknownDevicesAreAcceptedUpToALimitAndDeletedWithTheirEpoch() {
    TestBackend backend = Fixtures.backend();
    int step = 256;
    for (int first = 0; first < DeviceReadinessStore.MAX_DEVICES; first += step) {
      post(backend, devices(backend, "1", first + 1, first, step)).statusCode(202);
    }

    post(backend, devices(backend, "1", 10_000, DeviceReadinessStore.MAX_DEVICES, 1))
        .statusCode(409)
        .body("code", equalTo("too-many-devices"))
        .body("detail", containsString("at most 4096 are allowed"));
    // a known device does not count again
    post(backend, devices(backend, "1", 10_001, 7, 1)).statusCode(202);
    assertThat(recorded(backend)).isEqualTo(DeviceReadinessStore.MAX_DEVICES);

    post(backend, devices(backend, "2", 1, 0, 1)).statusCode(202);
    assertThat(recorded(backend)).isEqualTo(1);
  }
}
