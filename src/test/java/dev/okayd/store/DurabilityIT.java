package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.OkaydProcess;
import dev.okayd.testing.Thorough;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event answered with 202 survives an immediate SIGKILL, and the next okayd acts on it. */
@Thorough.Only
class DurabilityIT {
  private static final int KILLS = 4;

  @TempDir private Path store = Path.of("");

  private Optional<OkaydProcess> running = Optional.empty();

  @AfterEach
  void end() {
    RestAssured.reset();
    running.ifPresent(OkaydProcess::close);
  }

  private OkaydProcess start() throws IOException {
    OkaydProcess okayd = OkaydProcess.start(store);
    running = Optional.of(okayd);
    RestAssured.port = okayd.port();
    return okayd;
  }

  @Test
  void anAcknowledgedEventSurvivesAKillAndIsActedOn() throws IOException {
    OkaydProcess okayd = start();
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);

    for (int sequence = 1; sequence <= KILLS; sequence++) {
      // ready and draining in turn, so that each event changes something
      boolean ready = sequence % 2 == 1;
      backend.reports(ready ? "ready" : "draining", "epoch-1", sequence);
      okayd.kill();
      okayd = start();

      assertThat(readiness(backend).getLong("sequence")).isEqualTo(sequence);
      JsonPath command = guest.agent().nextCommand(20).then().statusCode(200).extract().jsonPath();
      assertThat(command.getString("type")).isEqualTo(ready ? "apply" : "remove");
      if (ready) {
        guest.agent().reportBound(command.getString("id"), 2).then().statusCode(204);
        guest.awaitPhase("Bound");
      } else {
        guest.agent().reportRemoved(command.getString("id")).then().statusCode(204);
        guest.awaitPhase("Detached");
      }
    }
  }

  @Test
  void aBoundDeviceStaysBoundWithoutANewCommand() throws IOException {
    OkaydProcess okayd = start();
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    JsonPath command = guest.agent().nextCommand(20).then().statusCode(200).extract().jsonPath();
    guest.agent().reportBound(command.getString("id"), 2).then().statusCode(204);
    String before = guest.awaitPhase("Bound").prettify();

    okayd.kill();
    start();

    guest.agent().nextCommand(1).then().statusCode(204);
    assertThat(guest.attachment().prettify()).isEqualTo(before);
  }

  private static JsonPath readiness(TestBackend backend) {
    return Contract.request()
        .get("/v1/backends/{backend}", backend.name())
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
