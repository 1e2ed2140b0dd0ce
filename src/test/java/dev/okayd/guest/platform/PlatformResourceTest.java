package dev.okayd.guest.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Contract;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PlatformResourceTest {

  @Test
  void listsEveryPlatformWithItsProvenance() {
    List<String> names =
        Contract.request()
            .get("/v1/platforms")
            .then()
            .statusCode(200)
            .body("items.find { it.name == 'kvmtool' }.provenance.by", equalTo("source"))
            .extract()
            .path("items.name");

    assertThat(names).isEqualTo(Platforms.shipped().names());
  }

  @Test
  void showsWhichReleaseIntroducedEachKey() {
    Contract.request()
        .get("/v1/platforms/xen")
        .then()
        .statusCode(200)
        .body("provenance.by", equalTo("running"))
        .body("files.file", hasItem("xl.cfg"))
        .body("files[0].keys.find { it.name == 'disk.grant_usage' }.since", equalTo("4.19"));
  }

  @Test
  void namesTheKnownPlatformsIfAPlatformIsUnknown() {
    Contract.request()
        .get("/v1/platforms/crosvm")
        .then()
        .statusCode(404)
        .body("code", equalTo("platform-not-found"))
        .body(
            "detail", startsWith("There is no platform \"crosvm\"; known platforms are custom, "));
  }
}
