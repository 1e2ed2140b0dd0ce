package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which signatures are accepted. */
@QuarkusTest
class EventSignatureTest {
  @Test
  void anUnsignedEventIsRefused() {
    TestBackend backend = Fixtures.backend();

    Contract.request()
        .contentType(SignedEvent.STRUCTURED)
        .body(
            SignedEvent.event("x", backend.name(), "ready", "e", 1)
                .getBytes(StandardCharsets.UTF_8))
        .post("/v1/events")
        .then()
        .statusCode(401)
        .body("code", equalTo("signature-missing"));

    assertThat(backend.state().getString("readiness")).isEqualTo("unknown");
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

    forged.post().statusCode(401).body("code", equalTo("signature-wrong"));

    assertThat(backend.state().getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void theSecretOfAnotherBackendIsRefused() {
    TestBackend backend = Fixtures.backend();

    SignedEvent.of(Fixtures.backend().secret(), backend.name(), "ready", "e", 1)
        .post()
        .statusCode(401)
        .body("code", equalTo("signature-wrong"));
  }

  @Test
  void oneGoodSignatureOfSeveralIsEnough() {
    TestBackend backend = Fixtures.backend();
    SignedEvent event = SignedEvent.of(backend.secret(), backend.name(), "ready", "e", 1);

    new SignedEvent(
            event.body(), event.id(), event.timestamp(), "v1,AAAA v1a,BBBB " + event.signature())
        .post()
        .statusCode(202);
  }

  @ParameterizedTest
  @CsvSource({"-360", "360"})
  void anEventWithAStaleSignatureIsRefused(long seconds) {
    TestBackend backend = Fixtures.backend();
    String body = SignedEvent.event("x", backend.name(), "ready", "e", 1);

    SignedEvent.sign(backend.secret(), body, Instant.now().plus(Duration.ofSeconds(seconds)))
        .post()
        .statusCode(401)
        .body("code", equalTo("signature-stale"));

    assertThat(backend.state().getString("readiness")).isEqualTo("unknown");
  }

  @Test
  void aBackendWithoutAClockNeedsNoFreshTimestamp() {
    TestBackend backend = Fixtures.backend("{\"replayProtection\": \"sequence\"}");
    String body = SignedEvent.event("x", backend.name(), "ready", "e", 1);

    SignedEvent.sign(backend.secret(), body, Instant.EPOCH.plusSeconds(12)).post().statusCode(202);
  }

  @Test
  void anUnknownSourceIsRefused() {
    SignedEvent.of(Fixtures.backend().secret(), Fixtures.name("unknown"), "ready", "e", 1)
        .post()
        .statusCode(401)
        .body("code", equalTo("unknown-event-source"));
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

    assertThat(backend.state().getString("secret")).isNull();
    SignedEvent.of(backend.secret(), backend.name(), "ready", "e", 1).post().statusCode(401);
    new TestBackend(backend.name(), secret).reports("ready", "e", 1);
  }
}
