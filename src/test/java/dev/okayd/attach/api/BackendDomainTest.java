package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Overlays that name the domain of the backend. */
@QuarkusTest
class BackendDomainTest {
  /** A guest of Xen whose disk uses grants, so that its overlay names the backend's domain. */
  private static TestGuest guest(TestBackend backend) {
    return Fixtures.guest(
        backend.name(),
        """
        {"platform": "xen-dom0less",
         "devices": [{"name": "disk", "type": "blk", "backend": "%s", "grants": true}]}
        """
            .formatted(backend.name()));
  }

  @Test
  void anOverlayNamesTheDomainThatItsBackendReports() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guest(backend);
    guest.agent().helloWith(", \"capabilities\": [\"iommus\"]").then().statusCode(200);
    backend.reportsWith("{}", "ready", 1);
    JsonPath unknown = guest.awaitReason("disk", "DomidUnknown");

    backend.reportsWith("{\"domid\": 7}", "ready", 2);

    JsonPath command = guest.command();
    assertThat(unknown.getString("phase")).isEqualTo("Waiting");
    assertThat(Base64.getDecoder().decode(command.getString("overlay")))
        .isEqualTo(
            Contract.request()
                .queryParam("domid", 7)
                .accept("application/octet-stream")
                .get("/v1/guests/{guest}/devices/disk/overlay", guest.name())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
  }

  @Test
  void anAgentWithoutTheCapabilityGetsNoOverlayThatNamesADomain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guest(backend).booted();

    backend.reportsWith("{\"domid\": 7}", "ready", 1);

    guest.awaitReason("disk", "AgentUnable");
    guest.agent().nextCommand(0).then().statusCode(204);
  }
}
