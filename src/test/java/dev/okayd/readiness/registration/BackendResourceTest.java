package dev.okayd.readiness.registration;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
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
}
