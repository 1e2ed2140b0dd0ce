package dev.okayd.readiness.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that okayd pulls from a status URL. */
@QuarkusTest
class StatusPullTest {
  @Inject StatusPull pull;

  private HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/status";
  }

  private void respond(int status, SignedEvent event) {
    server.createContext(
        "/status",
        exchange -> {
          exchange.getResponseHeaders().set("webhook-id", event.id());
          exchange.getResponseHeaders().set("webhook-timestamp", "" + event.timestamp());
          exchange.getResponseHeaders().set("webhook-signature", event.signature());
          byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          requests.incrementAndGet();
        });
  }

  private static String readiness(TestBackend backend) {
    return Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .extract()
        .path("readiness");
  }

  private void pull(TestBackend backend) {
    pull.pull(backend.name(), url());
    await().atMost(Duration.ofSeconds(10)).until(() -> requests.get() > 0);
  }

  @Test
  void aPullRecordsAnEventThatWasNeverPosted() {
    TestBackend backend = Fixtures.backend();
    respond(200, SignedEvent.of(backend.secret(), backend.name(), "ready", "epoch-1", 1));

    pull(backend);

    await().atMost(Duration.ofSeconds(10)).until(() -> readiness(backend).equals("ready"));
  }

  @Test
  void aStatusWithAWrongSignatureChangesNothing() {
    TestBackend backend = Fixtures.backend();
    respond(
        200,
        SignedEvent.sign(
            Fixtures.backend().secret(),
            SignedEvent.event("id", backend.name(), "ready", "epoch-1", 1),
            Instant.now()));

    pull(backend);

    awaitFailure(backend, "signature-wrong");
    assertUnknown(backend);
  }

  @Test
  void aStatusOfAnotherBackendIsRefused() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    respond(200, SignedEvent.of(other.secret(), other.name(), "ready", "epoch-1", 1));

    pull(backend);

    awaitFailure(backend, "invalid-event");
    assertUnknown(other);
  }

  @Test
  void anUnsuccessfulResponseIsLogged() {
    TestBackend backend = Fixtures.backend();
    respond(404, SignedEvent.of(backend.secret(), backend.name(), "ready", "epoch-1", 1));

    pull(backend);

    awaitFailure(backend, "404");
    assertUnknown(backend);
  }

  @Test
  void aStatusUrlIsShownAndValidated() {
    String name = Fixtures.name("backend");
    Contract.request()
        .contentType("application/json")
        .body("{\"statusUrl\": \"http://127.0.0.1:1/status\"}")
        .put("/v1/backends/{backend}", name)
        .then()
        .statusCode(201)
        .body("statusUrl", equalTo("http://127.0.0.1:1/status"));

    Contract.badRequest()
        .contentType("application/json")
        .body("{\"statusUrl\": \"file:///etc/passwd\"}")
        .put("/v1/backends/{backend}", name)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }

  private static void assertUnknown(TestBackend backend) {
    assertThat(readiness(backend)).isEqualTo("unknown");
  }

  private static void awaitFailure(TestBackend backend, String why) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Contract.request()
                    .queryParam("type", "backend.pull-failed")
                    .queryParam("subject", backend.name())
                    .get("/v1/log")
                    .then()
                    .extract()
                    .asString()
                    .contains(why));
  }
}
