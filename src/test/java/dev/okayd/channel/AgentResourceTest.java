package dev.okayd.channel;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AgentResourceTest {

  @Test
  void anAgentWithoutATokenIsRefused() {
    Contract.badRequest()
        .contentType("application/json")
        .body("{\"bootId\": \"b\", \"kernel\": \"6.1\", \"overlayInterface\": \"none\"}")
        .post("/v1/guests/{guest}/agent/hello", Fixtures.guest("storage").name())
        .then()
        .statusCode(401)
        .body("code", equalTo("agent-token-missing"));
  }

  @Test
  void anAgentWithTheTokenOfAnotherGuestIsRefused() {
    TestGuest one = Fixtures.guest("storage");
    TestGuest other = Fixtures.guest("storage");
    String wrong = "A".repeat(43);

    TestAgent impostor = new TestAgent(other.name(), wrong, "");

    impostor.hello().then().statusCode(401).body("code", equalTo("agent-token-wrong"));
    impostor.nextCommand(0).then().statusCode(401);
    impostor.reportBound("disk.1", 2).then().statusCode(401);
    new TestAgent("nobody", wrong, "").hello().then().statusCode(401);
    one.agent().hello().then().statusCode(200);
  }

  @Test
  void anAgentGetsNoCommandBeforeItsHello() {
    Fixtures.guest("storage")
        .agent()
        .nextCommand(0)
        .then()
        .statusCode(409)
        .body("code", equalTo("boot-unknown"));
  }

  @ParameterizedTest
  @CsvSource({"bootId=a/b&wait=1", "wait=1", "bootId=x&wait=61", "bootId=x&wait=-1"})
  void aParameterThatCannotBeIsRefused(String query) {
    TestGuest guest = Fixtures.guest("storage");

    Contract.badRequest()
        .header("Authorization", "Bearer " + guest.agent().token())
        .get("/v1/guests/" + guest.name() + "/agent/commands?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }

  @Test
  void aTextAboveTheLimitIsRefused() {
    TestGuest guest = Fixtures.guest("storage");

    Contract.badRequest()
        .header("Authorization", "Bearer " + guest.agent().token())
        .contentType("application/json")
        .body(
            "{\"bootId\": \"b\", \"kernel\": \"%s\", \"overlayInterface\": \"none\"}"
                .formatted("6".repeat(129)))
        .post("/v1/guests/{guest}/agent/hello", guest.name())
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-value"))
        .body("detail", containsString("kernel has 129 characters; the limit is 128"));
  }

  @Test
  void aTextThatPostgresqlCannotStoreIsRefused() {
    TestGuest guest = Fixtures.guest("storage");

    Contract.badRequest()
        .header("Authorization", "Bearer " + guest.agent().token())
        .contentType("application/json")
        .body("{\"bootId\": \"b\", \"kernel\": \"6\\u0000\", \"overlayInterface\": \"none\"}")
        .post("/v1/guests/{guest}/agent/hello", guest.name())
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-value"))
        .body("detail", containsString("U+0000"));
  }

  @Test
  void aGuestWhoseTreeHasNoDigestIsRefused() {
    TestGuest guest = Fixtures.guest("storage");

    Contract.request()
        .header("Authorization", "Bearer " + guest.agent().token())
        .contentType("application/json")
        .body("{\"bootId\": \"b\", \"kernel\": \"6.1\", \"overlayInterface\": \"none\"}")
        .post("/v1/guests/{guest}/agent/hello", guest.name())
        .then()
        .statusCode(409)
        .body("code", equalTo("plan-mismatch"));
  }
}
