package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events and requests that are refused whatever their signature is. */
@QuarkusTest
class InvalidEventTest {
  private static final String EVENT = SignedEvent.event("x", "BACKEND", "ready", "e", 1);

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
        Arguments.of(EVENT.replace("\"epoch\": \"e\",", ""), "invalid-event"),
        Arguments.of(EVENT.replace("\"sequence\": 1", "\"sequence\": -1"), "invalid-event"),
        Arguments.of(EVENT.replace("\"sequence\": 1", "\"sequence\": \"soon\""), "invalid-event"),
        Arguments.of(
            SignedEvent.event("x", "BACKEND", "ready", "e".repeat(65), 1), "invalid-event"),
        Arguments.of(SignedEvent.event("x", "BACKEND", "ready", "e\\u0000", 1), "invalid-event"),
        Arguments.of(
            EVENT.replace("\"epoch\"", "\"time\": \"+999999999-01-01T00:00:00Z\", \"epoch\""),
            "invalid-event"),
        Arguments.of(EVENT.replace("\"e\"", "null"), "invalid-event"),
        Arguments.of(EVENT.replace("\"e\"", "5"), "invalid-event"),
        Arguments.of(EVENT + " x", "not-a-cloudevent"),
        Arguments.of(
            EVENT.replace("\"id\": \"x\"", "\"id\": \"x\", \"id\": \"y\""), "not-a-cloudevent"),
        Arguments.of(
            EVENT.replace("\"epoch\"", "\"data\": {\"devices\": [\"disk\"]}, \"epoch\""),
            "invalid-event"));
  }

  @ParameterizedTest
  @MethodSource("badEvents")
  void anInvalidEventIsRefusedAndChangesNothing(String body, String code) {
    TestBackend backend = Fixtures.backend();

    backend
        .sends(body.replace("BACKEND", backend.name()))
        .contentType("application/problem+json")
        .body("code", equalTo(code));

    assertThat(backend.state().getString("readiness")).isEqualTo("unknown");
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
}
