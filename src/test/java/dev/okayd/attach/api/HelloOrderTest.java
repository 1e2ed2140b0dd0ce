package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** HELLO messages that arrive out of order. */
@QuarkusTest
class HelloOrderTest {
  private static long session(TestGuest guest) {
    return Contract.request()
        .header("Authorization", "Bearer " + guest.agent().token())
        .post("/v1/guests/{guest}/agent/session", guest.name())
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("session");
  }

  @Test
  void aHelloOfAnEarlierSessionIsRefused() {
    TestGuest guest = Fixtures.guest("storage");
    long earlier = session(guest);
    long later = session(guest);
    guest.agent().in("second").helloWith(", \"session\": " + later).then().statusCode(200);

    guest
        .agent()
        .in("first")
        .helloWith(", \"session\": " + earlier)
        .then()
        .statusCode(409)
        .body("code", equalTo("boot-over"));

    guest.awaitReason("disk", "BackendUnknown");
    assertThat(guest.attachment().getString("bootId")).isEqualTo("second");
  }

  @Test
  void aHelloOlderThanAnAcceptedOneIsRefused() {
    TestGuest guest = Fixtures.guest("storage");
    guest.agent().helloWith(", \"uptimeMillis\": 2000").then().statusCode(200);

    guest
        .agent()
        .helloWith(", \"uptimeMillis\": 1999, \"applied\": []")
        .then()
        .statusCode(409)
        .body("code", equalTo("message-late"));
  }
}
