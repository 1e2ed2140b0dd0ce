package dev.okayd.guest.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ExternalTool;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning over REST: dry runs, bundles, and the overlays of all gates. */
@QuarkusTest
class GuestPlanningTest {
  private static final String XEN =
      """
      {"platform": "xen-dom0less", "version": "4.21", "spare": 2,
       "backends": [{"name": "storage", "domid": 0}],
       "devices": [{"name": "disk", "type": "blk", "backend": "storage"},
                   {"name": "late", "type": "net", "backend": "network", "grants": true}],
       "bridges": [{"name": "pci", "backend": "p"},
                   {"name": "pci-late", "backend": "q", "grants": true}]}
      """;

  private static ValidatableResponse put(String guest, String spec, boolean dry) {
    return Contract.request()
        .contentType("application/json")
        .queryParam("dryRun", dry)
        .body(spec)
        .put("/v1/guests/{guest}", guest)
        .then();
  }

  private static String newGuest() {
    String name = Fixtures.name("guest");
    put(name, XEN, false).statusCode(201);
    return name;
  }

  private static String guest(String name) {
    return Contract.request().get("/v1/guests/{guest}", name).then().extract().asString();
  }

  private static String logOf(String name) {
    return Contract.request()
        .queryParam("limit", 1000)
        .get("/v1/log")
        .then()
        .extract()
        .jsonPath()
        .getString("items.findAll { it.subject == '" + name + "' }");
  }

  private static byte[] blob(String path, Object... parameters) {
    return Contract.request()
        .accept("application/octet-stream")
        .get(path, parameters)
        .then()
        .statusCode(200)
        .extract()
        .asByteArray();
  }

  @Test
  void aDryRunShowsTheResultAndCreatesNoGuest() {
    String name = Fixtures.name("guest");

    put(name, XEN, true)
        .statusCode(200)
        .body("plan.slots.slot.index", contains(9, 8))
        .body("plan.spares", hasSize(2))
        .body("plan.bridges.bridge", contains("pci", "pci-late"))
        .body("planDigest", notNullValue())
        .body("headroom.slots", equalTo(9))
        .body("headroom.spares", equalTo(2))
        .body("headroom.bridges", equalTo(6))
        .body("headroom.treeBytes", notNullValue())
        .body("warnings", hasSize(2))
        .body("agentToken", nullValue());

    Contract.request()
        .get("/v1/guests/{guest}", name)
        .then()
        .statusCode(404)
        .body("code", equalTo("guest-not-found"));
    assertThat(logOf(name)).isEqualTo("[]");
  }

  @Test
  void aDryRunChangesNothing() {
    String name = newGuest();
    String before = guest(name);
    String log = logOf(name);

    String planned =
        put(name, "{\"platform\": \"xen\", \"devices\": []}", true)
            .statusCode(200)
            .body("plan.platform", equalTo("xen"))
            .extract()
            .path("planDigest");

    assertThat(guest(name)).isEqualTo(before).doesNotContain(planned);
    assertThat(logOf(name)).isEqualTo(log);
  }

  @Test
  void aDryRunUsesThePreviousPlanAndMatchesTheLaterPut() {
    String name = newGuest();
    String spec =
        """
        {"platform": "xen-dom0less", "devices": [
          {"name": "new", "type": "blk", "backend": "storage"},
          {"name": "disk", "type": "blk", "backend": "storage"}]}
        """;

    String dry =
        put(name, spec, true)
            .body("plan.slots.slot.index", contains(7, 9))
            .extract()
            .path("planDigest");
    put(name, spec, false)
        .statusCode(200)
        .body("planDigest", equalTo(dry))
        .body("plan", nullValue());

    Contract.request()
        .get("/v1/guests/{guest}/plan", name)
        .then()
        .statusCode(200)
        .body("slots.slot.index", contains(7, 9))
        .body("digest", equalTo(dry));
  }

  @Test
  void aDryRunRefusesWhatAPutWouldRefuse() {
    String name = Fixtures.name("guest");

    put(name, XEN.replace("\"spare\": 2", "\"spare\": 20"), true)
        .statusCode(422)
        .body("code", equalTo("no-free-slot"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "TRUE", "1", " true"})
  void refusesADryRunParameterThatIsNotABoolean(String dryRun) {
    String name = Fixtures.name("guest");

    Contract.badRequest()
        .contentType("application/json")
        .queryParam("dryRun", dryRun)
        .body(XEN)
        .put("/v1/guests/{guest}", name)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));

    Contract.request().get("/v1/guests/{guest}", name).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dryRun=false&dryRun=true", "dryRun=", "dryRun"})
  void refusesADuplicateOrEmptyDryRunParameter(String query) {
    String name = Fixtures.name("guest");

    Contract.badRequest()
        .contentType("application/json")
        .body(XEN)
        .put("/v1/guests/" + name + "?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));

    Contract.request().get("/v1/guests/{guest}", name).then().statusCode(404);
  }

  @TempDir private Path directory = Path.of("");

  @Test
  void theBundleHasAllFilesOfThePlan() throws IOException {
    String name = newGuest();

    byte[] archive = bundle(name);
    Files.write(directory.resolve("bundle.tar.gz"), archive);
    ExternalTool.TAR.run(directory, List.of("-xzf", "bundle.tar.gz"));

    assertThat(directory.resolve(name).resolve("guest.dtb"))
        .hasBinaryContent(blob("/v1/guests/{guest}/device-tree", name));
    assertThat(directory.resolve(name).resolve("disk.dtbo"))
        .hasBinaryContent(blob("/v1/guests/{guest}/devices/disk/overlay", name));
    assertThat(directory.resolve(name).resolve("dom0less.dts")).content().contains(name + " {\n");
    assertThat(directory.resolve(name).resolve("late.dtbo")).doesNotExist();
    assertThat(bundle(name)).isEqualTo(archive);
  }

  private static byte[] bundle(String name) {
    return Contract.request()
        .get("/v1/guests/{guest}/bundle", name)
        .then()
        .statusCode(200)
        .contentType("application/gzip")
        .extract()
        .asByteArray();
  }

  @Test
  void theBundleHasNoTreeWithoutABaseTree() throws IOException {
    String name = Fixtures.name("guest");
    put(name, "{\"platform\": \"qemu-virt\", \"devices\": []}", false).statusCode(201);

    Files.write(directory.resolve("bundle.tar.gz"), bundle(name));

    assertThat(ExternalTool.TAR.run(directory, List.of("-tzf", "bundle.tar.gz")).lines())
        .containsExactlyInAnyOrder(name + "/MAP.txt", name + "/plan.json", name + "/qemu.args");
  }

  @Test
  void theBundleOfAnUnknownGuestIsNotFound() {
    Contract.request().get("/v1/guests/nobody/bundle").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "spare-7, /passthrough/virtio@2000e00",
    "pci, /passthrough/pcie@33000000",
    "disk, /passthrough/virtio@2001200"
  })
  void theOverlayOfASpareSlotOrABridgeOpensItsNode(String gate, String path) {
    String name = newGuest();
    byte[] tree = blob("/v1/guests/{guest}/device-tree", name);

    byte[] overlay = blob("/v1/guests/{guest}/devices/{gate}/overlay", name, gate);

    assertThat(DtcTools.text(tree, path, "status")).isEqualTo("disabled");
    assertThat(DtcTools.text(DtcTools.overlay(tree, overlay), path, "status")).isEqualTo("okay");
  }

  @ParameterizedTest
  @CsvSource({
    "late, /passthrough/virtio@2001000, iommus, 2",
    "pci-late, /passthrough/pcie@33100000, iommu-map, 4"
  })
  void aLateBoundOverlayNamesTheDomainOfTheRequest(
      String gate, String path, String property, int cells) {
    String name = newGuest();

    Contract.request()
        .get("/v1/guests/{guest}/devices/{gate}/overlay", name, gate)
        .then()
        .statusCode(409)
        .body("code", equalTo("domid-unknown"))
        .body("detail", containsString("\"" + gate + "\""));
    byte[] merged =
        DtcTools.overlay(
            blob("/v1/guests/{guest}/device-tree", name),
            blob("/v1/guests/{guest}/devices/{gate}/overlay?domid=7", name, gate));

    assertThat(DtcTools.cells(merged, path, property)).hasSize(cells).contains(7L);
    assertThat(DtcTools.text(merged, path, "status")).isEqualTo("okay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "32752", "99999999999", "x", "0x1"})
  void refusesADomainThatXenDoesNotHave(String domid) {
    String name = newGuest();

    Contract.badRequest()
        .queryParam("domid", domid)
        .get("/v1/guests/{guest}/devices/late/overlay", name)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }

  @Test
  void theOverlayOfAnUnknownSpareSlotIsNotFound() {
    String name = newGuest();

    for (String gate : List.of("spare-9", "spare-5", "spare-x")) {
      Contract.request()
          .get("/v1/guests/{guest}/devices/{gate}/overlay", name, gate)
          .then()
          .statusCode(404)
          .body("code", equalTo("device-not-found"));
    }
  }

  @Test
  void refusesAnAddressOfAnotherGuestWithHostAddresses() {
    String backend = Fixtures.name("b").substring(0, 30);
    String spec =
        """
        {"platform": "xen-direct-map", "window": {"base": "0x50000000", "interrupt": 100},
         "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
        """
            .formatted(backend);
    String first = Fixtures.name("guest");
    put(first, spec, false).statusCode(201);

    put(Fixtures.name("guest"), spec, false)
        .statusCode(422)
        .body("code", equalTo("neighbour-conflict"))
        .body("detail", containsString(first));
    put(first, spec, false).statusCode(200);
  }

  @Test
  void returnsTheWholePlanAndSpec() {
    String name = newGuest();

    Contract.request()
        .get("/v1/guests/{guest}", name)
        .then()
        .statusCode(200)
        .body("spec.version", equalTo("4.21"))
        .body("spec.spare", equalTo(2))
        .body("spec.backends[0].domid", equalTo(0))
        .body("spec.bridges[1].grants", equalTo(true))
        .body("headroom", nullValue());
    Contract.request()
        .get("/v1/guests/{guest}/plan", name)
        .then()
        .statusCode(200)
        .body("grantDma.path", equalTo("/passthrough/iommu"))
        .body("bridges[0].space.interrupt", equalTo(44));
  }
}
