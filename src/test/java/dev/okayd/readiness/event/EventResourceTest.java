package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What accepted events do: alone, in batches, repeated and outdated. */
@QuarkusTest
class EventResourceTest {
  @ParameterizedTest
  @CsvSource({"ready", "draining", "lost"})
  void anAcceptedEventSetsTheReadiness(String word) {
    TestBackend backend = Fixtures.backend();

    SignedEvent.of(backend.secret(), backend.name(), word, "epoch-1", 7)
        .post()
        .statusCode(202)
        .body("events.effect", contains("recorded"));

    JsonPath after = backend.state();
    assertThat(after.getString("readiness")).isEqualTo(word);
    assertThat(after.getString("epoch")).isEqualTo("epoch-1");
    assertThat(after.getLong("sequence")).isEqualTo(7);
  }

  @Test
  void aRepeatedEventIsAcceptedAndHasNoSecondEffect() {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 1);
    backend.reports("lost", "epoch-1", 2);
    String before = backend.state().prettify();

    SignedEvent.of(backend.secret(), backend.name(), "ready", "epoch-1", 1)
        .post()
        .statusCode(202)
        .body("events.effect", contains("repeated"));

    assertThat(backend.state().prettify()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0} {1} after epoch-1 5, epoch-2 5")
  @CsvSource({"epoch-2, 4", "epoch-2, 5", "epoch-1, 6"})
  void anOutdatedEventHasNoEffect(String epoch, long sequence) {
    TestBackend backend = Fixtures.backend();
    backend.reports("ready", "epoch-1", 5);
    backend.reports("ready", "epoch-2", 5);

    backend
        .sends(SignedEvent.event("late", backend.name(), "lost", epoch, sequence))
        .statusCode(202)
        .body("events.effect", contains("outdated"));

    assertThat(backend.state().getString("readiness")).isEqualTo("ready");
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

    assertThat(backend.state().getString("readiness")).isEqualTo("draining");
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

    assertThat(backend.state().getString("readiness")).isEqualTo("unknown");
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
    backend.sends(timed("x", backend, "lost", present, presentTime)).statusCode(202);

    backend
        .sends(timed("y", backend, "ready", earlier, earlierTime))
        .statusCode(202)
        .body("events.effect", contains("outdated"));

    assertThat(backend.state().getString("readiness")).isEqualTo("lost");
  }

  private static String timed(
      String id, TestBackend backend, String type, String epoch, String time) {
    return SignedEvent.event(id, backend.name(), type, epoch, 1)
        .replace("\"epoch\"", "\"time\": \"" + time + "\", \"epoch\"");
  }

  @Test
  void aSequenceMayHave18Digits() {
    TestBackend backend = Fixtures.backend();

    backend
        .sends(SignedEvent.event("s", backend.name(), "ready", "e", 999_999_999_999_999_999L))
        .statusCode(202);

    assertThat(backend.state().getLong("sequence")).isEqualTo(999_999_999_999_999_999L);
  }

  @Test
  void aSequenceMayBeAString() {
    TestBackend backend = Fixtures.backend();
    String body =
        SignedEvent.event("s", backend.name(), "ready", "e", 3)
            .replace("\"sequence\": 3", "\"sequence\": \"3\"");

    backend.sends(body).statusCode(202);

    assertThat(backend.state().getLong("sequence")).isEqualTo(3);
  }
}
