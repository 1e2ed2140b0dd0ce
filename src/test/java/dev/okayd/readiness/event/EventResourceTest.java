package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class EventResourceTest {

  private static ValidatableResponse send(TestBackend backend, String body) {
    return SignedEvent.sign(backend.secret(), body, Instant.now())
        .on(Contract.badRequest())
        .post("/v1/events")
        .then();
  }

  private static JsonPath read(TestBackend backend) {
    return Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @ParameterizedTest
  @CsvSource({"ready", "draining", "lost"})
  void anAcceptedEventSetsTheReadiness(String word) {
    TestBackend backend = Fixtures.backend();

    SignedEvent.of(backend.secret(), backend.name(), word, "epoch-1", 7)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("events.effect", contains("recorded"));

    JsonPath after = read(backend);
    assertThat(after.getString("readiness")).isEqualTo(word);
    assertThat(after.getString("epoch")).isEqualTo("epoch-1");
    assertThat(after.getLong("sequence")).isEqualTo(7);
  }

  @Test
  void aRepeatedEventIsAcceptedAndHasNoSecondEffect() {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 1);
    backend.reports("lost", "epoch-1", 2);
    String before = read(backend).prettify();

    SignedEvent.of(backend.secret(), backend.name(), "ready", "epoch-1", 1)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("events.effect", contains("repeated"));

    assertThat(read(backend).prettify()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0} {1} after epoch-1 5, epoch-2 5")
  @CsvSource({"epoch-2, 4", "epoch-2, 5", "epoch-1, 6"})
  void anOutdatedEventHasNoEffect(String epoch, long sequence) {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 5);
    backend.reports("ready", "epoch-2", 5);

    send(backend, SignedEvent.event("late", backend.name(), "lost", epoch, sequence))
        .statusCode(202)
        .body("events.effect", contains("outdated"));

    assertThat(read(backend).getString("readiness")).isEqualTo("ready");
  }

  @Test
  void theEventsOfABatchAreAppliedInOrder() {
    TestBackend backend = Fixtures.backend();
    String batch =
        "["
            + SignedEvent.event("b1", backend.name(), "ready", "epoch-1", 1)
            + ","
            + SignedEvent.event("b2", backend.name(), "draining", "epoch-1", 2)
            + "]";

    SignedEvent.sign(backend.secret(), batch, Instant.now())
        .on(Contract.request())
        .contentType("application/cloudevents-batch+json")
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("events.effect", contains("recorded", "recorded"));

    assertThat(read(backend).getString("readiness")).isEqualTo("draining");
  }

  @Test
  void oneInvalidEventRefusesTheWholeBatch() {
    TestBackend backend = Fixtures.backend();
    String batch =
        "["
            + SignedEvent.event("b1", backend.name(), "ready", "epoch-1", 1)
            + ","
            + SignedEvent.event("b2", "other-backend", "ready", "epoch-1", 2)
            + "]";

    SignedEvent.sign(backend.secret(), batch, Instant.now())
        .on(Contract.request())
        .contentType("application/cloudevents-batch+json")
        .post("/v1/events")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-event"));

    assertThat(read(backend).getString("readiness")).isEqualTo("unknown");
  }

  @ParameterizedTest(name = "{0} {1} then {2} {3}")
  @CsvSource({
    // numeric epochs, regardless of the times
    "7, 2026-01-01T00:00:02Z, 6, 2026-01-01T00:00:03Z",
    // other epochs, ordered by their times
    "b, 2026-01-01T00:00:02Z, a, 2026-01-01T00:00:01Z"
  })
  void anEventOfAnUnknownEarlierEpochIsOutdated(
      String present, String presentTime, String earlier, String earlierTime) {
    TestBackend backend = Fixtures.backend();
    send(backend, timed("x", backend, "lost", present, presentTime)).statusCode(202);

    send(backend, timed("y", backend, "ready", earlier, earlierTime))
        .statusCode(202)
        .body("events.effect", contains("outdated"));

    assertThat(read(backend).getString("readiness")).isEqualTo("lost");
  }

  private static String timed(
      String id, TestBackend backend, String type, String epoch, String time) {
    return SignedEvent.event(id, backend.name(), type, epoch, 1)
        .replace("\"epoch\"", "\"time\": \"" + time + "\", \"epoch\"");
  }

  @Test
  void aSequenceMayHave18Digits() {
    TestBackend backend = Fixtures.backend();

    send(backend, SignedEvent.event("s", backend.name(), "ready", "e", 999_999_999_999_999_999L))
        .statusCode(202);

    assertThat(read(backend).getLong("sequence")).isEqualTo(999_999_999_999_999_999L);
  }

  @Test
  void aSequenceMayBeAString() {
    TestBackend backend = Fixtures.backend();
    String body =
        SignedEvent.event("s", backend.name(), "ready", "e", 3)
            .replace("\"sequence\": 3", "\"sequence\": \"3\"");

    send(backend, body).statusCode(202);

    assertThat(read(backend).getLong("sequence")).isEqualTo(3);
  }

  static Stream<Arguments> badEvents() {
    return Stream.of(
        Arguments.of("not json", "not-a-cloudevent"),
        Arguments.of("", "not-a-cloudevent"),
        Arguments.of("{}", "not-a-cloudevent"),
        Arguments.of("[]", "not-a-cloudevent"),
        Arguments.of("null", "not-a-cloudevent"),
        Arguments.of("{\"specversion\": \"1.0\", \"id\": \"x\"}", "not-a-cloudevent"),
        Arguments.of(
            "{\"specversion\": \"0.3\", \"id\": \"x\", \"source\": \"BACKEND\","
                + " \"type\": \"dev.okayd.backend.ready.v1\"}",
            "not-a-cloudevent"),
        Arguments.of(SignedEvent.event("x", "BACKEND", "happy", "e", 1), "unknown-event-type"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1).replace("\"epoch\": \"e\",", ""),
            "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1)
                .replace("\"sequence\": 1", "\"sequence\": -1"),
            "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1)
                .replace("\"sequence\": 1", "\"sequence\": \"soon\""),
            "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e".repeat(65), 1), "invalid-event"),
        Arguments.of(SignedEvent.event("x", "BACKEND", "ready", "e\\u0000", 1), "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1)
                .replace("\"epoch\"", "\"time\": \"+999999999-01-01T00:00:00Z\", \"epoch\""),
            "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1).replace("\"e\"", "null"),
            "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1).replace("\"e\"", "5"),
            "invalid-event"),
        Arguments.of(SignedEvent.event("x", "BACKEND", "ready", "e", 1) + " x", "not-a-cloudevent"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1)
                .replace("\"id\": \"x\"", "\"id\": \"x\", \"id\": \"y\""),
            "not-a-cloudevent"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e", 1)
                .replace("\"epoch\"", "\"data\": {\"devices\": [\"disk\"]}, \"epoch\""),
            "invalid-event"));
  }

  @ParameterizedTest
  @MethodSource("badEvents")
  void anInvalidEventIsRefusedAndChangesNothing(String body, String code) {
    TestBackend backend = Fixtures.backend();

    send(backend, body.replace("BACKEND", backend.name()))
        .contentType("application/problem+json")
        .body("code", equalTo(code));

    assertThat(read(backend).getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void anUnsignedEventIsRefused() {
    TestBackend backend = Fixtures.backend();

    Contract.request()
        .contentType(SignedEvent.STRUCTURED)
        .body(
            SignedEvent.event("x", backend.name(), "ready", "e", 1)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("signature-missing"));

    assertThat(read(backend).getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void aSignatureOverAnotherBodyIsRefused() {
    TestBackend backend = Fixtures.backend();
    SignedEvent lost = SignedEvent.of(backend.secret(), backend.name(), "lost", "e", 1);
    SignedEvent forged =
        new SignedEvent(
            lost.body().replace(".lost.", ".ready."),
            lost.id(),
            lost.timestamp(),
            lost.signature());

    forged
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("signature-wrong"));

    assertThat(read(backend).getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void theSecretOfAnotherBackendIsRefused() {
    TestBackend backend = Fixtures.backend();

    SignedEvent.of(Fixtures.backend().secret(), backend.name(), "ready", "e", 1)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("signature-wrong"));
  }

  @Test
  void oneGoodSignatureOfSeveralIsEnough() {
    TestBackend backend = Fixtures.backend();
    SignedEvent event = SignedEvent.of(backend.secret(), backend.name(), "ready", "e", 1);

    new SignedEvent(
            event.body(), event.id(), event.timestamp(), "v1,AAAA v1a,BBBB " + event.signature())
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202);
  }

  @ParameterizedTest
  @CsvSource({"-360", "360"})
  void anEventWithAStaleSignatureIsRefused(long seconds) {
    TestBackend backend = Fixtures.backend();
    String body = SignedEvent.event("x", backend.name(), "ready", "e", 1);

    SignedEvent.sign(backend.secret(), body, Instant.now().plus(Duration.ofSeconds(seconds)))
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("signature-stale"));

    assertThat(read(backend).getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void aBackendWithoutAClockNeedsNoFreshTimestamp() {
    TestBackend backend = Fixtures.backend("{\"replayProtection\": \"sequence\"}");
    String body = SignedEvent.event("x", backend.name(), "ready", "e", 1);

    SignedEvent.sign(backend.secret(), body, Instant.EPOCH.plusSeconds(12))
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(202);
  }

  @Test
  void anUnknownSourceIsRefused() {
    SignedEvent.of(Fixtures.backend().secret(), Fixtures.name("unknown"), "ready", "e", 1)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("unknown-event-source"));
  }

  @Test
  void binaryModeIsRefusedBecauseItsAttributesAreNotSigned() {
    Contract.badRequest()
        .contentType("application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", "dev.okayd.backend.ready.v1")
        .body("{}")
        .post("/v1/events")
        .then()
        .statusCode(415)
        .body("code", equalTo("event-not-signed-whole"));
  }

  @Test
  void anotherMediaTypeIsRefused() {
    Contract.badRequest()
        .contentType("application/json")
        .body("{}")
        .post("/v1/events")
        .then()
        .statusCode(415)
        .body("code", equalTo("unsupported-media-type"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    Contract.badRequest()
        .contentType(SignedEvent.STRUCTURED)
        .body(new byte[64 * 1024 + 1])
        .post("/v1/events")
        .then()
        .statusCode(413)
        .body("code", equalTo("too-large"));
  }

  @Test
  void aSecretIsShownOnceAndCanBeRenewed() {
    TestBackend backend = Fixtures.backend();

    String secret =
        Contract.request()
            .post("/v1/backends/{backend}/secret", backend.name())
            .then()
            .statusCode(200)
            .body("secret", not(equalTo(backend.secret())))
            .extract()
            .path("secret");

    assertThat(read(backend).getString("secret")).isNull();
    SignedEvent.of(backend.secret(), backend.name(), "ready", "e", 1)
        .on(Contract.request())
        .post("/v1/events")
        .then()
        .statusCode(401);
    new TestBackend(backend.name(), secret).reports("ready", "e", 1);
  }

  @Test
  void aDeletedBackendIsNotFound() {
    TestBackend backend = Fixtures.backend();

    Contract.request().delete("/v1/backends/{backend}", backend.name()).then().statusCode(204);

    Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(404)
        .body("code", equalTo("backend-not-found"));
  }

  @Test
  void registeringABackendAgainKeepsItsReadiness() {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "e", 1);

    Contract.request()
        .contentType("application/json")
        .body("{\"replayProtection\": \"sequence\"}")
        .put("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .body("secret", nullValue())
        .body("readiness", equalTo("ready"))
        .body("replayProtection", equalTo("sequence"));
  }
}
