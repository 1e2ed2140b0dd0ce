package dev.okayd.readiness.registration;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BackendResourceTest {

  @Test
  void refusesAXenstoreKeyIfNoXenstoreIsConfigured() {
    // given
    String name = Fixtures.name("backend");
    // when
    Contract.request()
        .contentType("application/json")
        .body(
            """
            {"xenstore": {"domain": "DomD", "key": "drivers/disk/status"}}
            """)
        .put("/v1/backends/{backend}", name)
        // then
        .then()
        .statusCode(409)
        .body("code", equalTo("xenstore-not-configured"))
        .body("detail", containsString("okayd.xenstore.at"));
    Contract.request().get("/v1/backends/{backend}", name).then().statusCode(404);
  }

  @Test
  void refusesANulCharacterInThePath() {
    Contract.badRequest()
        .urlEncodingEnabled(false)
        .get("/v1/backends/a%00")
        .then()
        .statusCode(400)
        .body("code", equalTo("malformed-request"));
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
