package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** Policies of guests and devices, as their specs have them. */
@QuarkusTest
class DevicePolicyTest {
  @Test
  void aDevicesPolicyLimitsTheAttempts() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guestThatIsUp(
            backend,
            """
            "policy": {"maxAttempts": 7}, "devices": [{"name": "disk", "type": "blk", "backend": "%s",
              "policy": {"maxAttempts": 1}}]
            """);
    backend.reports("ready", "epoch-1", 1);

    guest.agent().report(guest.command().getString("id"), "failed", "{\"status\": \"disabled\"}");

    assertThat(guest.awaitPhase("Failed").getString("reason")).isEqualTo("KernelRefused");
  }

  @Test
  void aGuestsPolicyLimitsTheTimeOfAReport() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guestThatIsUp(
            backend,
            """
            "policy": {"answerSeconds": 1, "maxAttempts": 1},
            "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]
            """);
    backend.reports("ready", "epoch-1", 1);
    guest.command();

    JsonPath failed = guest.awaitPhase("Failed");

    assertThat(failed.getString("reason")).isEqualTo("NoAnswer");
  }

  @Test
  void aDeviceWhosePolicyIsToDetachIsRemovedFromALostBackend() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        Fixtures.guestThatIsUp(
            backend,
            """
            "devices": [{"name": "disk", "type": "blk", "backend": "%s", "policy": {"onBackendLost": "detach"}}]
            """);
    backend.reports("ready", "epoch-1", 1);
    guest.bind();

    backend.reports("lost", "epoch-1", 2);

    assertThat(guest.command().getString("type")).isEqualTo("remove");
    assertThat(guest.attachment().getString("reason")).isEqualTo("BackendLost");
  }
}
