package dev.okayd.attach.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** A guest that is put back to a snapshot: its boot id is an old one, its uptime is smaller. */
@QuarkusTest
class PutBackGuestTest {

  private static String next(TestGuest guest, String type) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo(type);
    return command.getString("id");
  }

  private static TestGuest guestThatLetItsDiskGo(TestBackend backend) {
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().beginSession(50_000).hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    guest.agent().reportBound(next(guest, "apply"), 2).then().statusCode(204);
    backend.reports("draining", "epoch-1", 2);
    guest.agent().reportRemoved(next(guest, "remove")).then().statusCode(204);
    guest.awaitPhase("Detached");
    return guest;
  }

  @Test
  void aGuestWhoseUptimeGoesBackIsAskedAnewWhatIsApplied() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatLetItsDiskGo(backend);

    guest.agent().beginSession(20_000).hello().then().statusCode(200);

    assertThat(guest.attachment().getBoolean("mayBeLive")).isTrue();
    guest.agent().reportRemoved(next(guest, "remove")).then().statusCode(204);
    guest.awaitPhase("Detached");
    Contract.request()
        .queryParam("subject", guest.name())
        .get("/v1/log")
        .then()
        .body("items.type", hasItem("guest.put-back"));
  }

  @Test
  void anAgentThatAsksWithAnEarlierUptimeIsToldToSayHello() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatLetItsDiskGo(backend);

    Contract.request()
        .header("Authorization", "Bearer " + guest.agent().token())
        .queryParam("bootId", guest.agent().bootId())
        .queryParam("wait", 0)
        .queryParam("uptimeMillis", 20_000)
        .get("/v1/guests/{guest}/agent/commands", guest.name())
        .then()
        .statusCode(409)
        .body("code", equalTo("message-late"));
  }

  @Test
  void aHelloOfTheSameSessionThatComesLateTellsNothing() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().beginSession(50_000).hello().then().statusCode(200);
    guest.agent().beginSession(60_000).hello().then().statusCode(200);

    guest.agent().hello().then().statusCode(200);

    assertThat(guest.attachment().getBoolean("mayBeLive")).isFalse();
  }

  @Test
  void aGuestThatIsPutBackToABootThatWasOverMayHaveWhatItHadThen() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().beginSession(50_000).hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    String earlier = next(guest, "apply");
    guest.agent().reportBound(earlier, 2).then().statusCode(204);
    String snapshot = guest.agent().bootId();
    backend.reports("lost", "epoch-1", 2);
    guest.awaitPhase("Degraded");
    guest.agent().reboot().beginSession(1000).hello().then().statusCode(200);
    guest.awaitReason("disk", "BackendNotReady");
    backend.reports("draining", "epoch-1", 3);

    guest.agent().in(snapshot).beginSession(40_000).hello().then().statusCode(200);

    String removal = next(guest, "remove");
    assertThat(removal).isNotEqualTo(earlier);
    guest.agent().reportRemoved(removal).then().statusCode(204);
    guest.awaitPhase("Detached");
  }
}
