package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class GuestResourceTest {
  private static final byte[] QEMU_VIRT = Golden.bytes("fdt/qemu-virt.dtb");
  private static final String SPEC =
      """
      {"platform": "qemu-virt", "devices": [
        {"name": "console", "type": "console", "backend": "storage", "slotKind": "boot"},
        {"name": "disk", "type": "blk", "backend": "storage"}]}
      """;

  private static ValidatableResponse put(String guest, String spec) {
    return Contract.request()
        .contentType("application/json")
        .body(spec)
        .put("/v1/guests/{guest}", guest)
        .then();
  }

  private static ValidatableResponse putBaseTree(String guest, byte[] blob) {
    return Contract.request()
        .contentType("application/octet-stream")
        .body(blob)
        .put("/v1/guests/{guest}/base-tree", guest)
        .then();
  }

  private static String newGuest() {
    String name = Fixtures.name("guest");
    put(name, SPEC).statusCode(201);
    return name;
  }

  @Test
  void aNewGuestGetsATokenForItsAgentOnce() {
    String name = Fixtures.name("guest");

    put(name, SPEC).statusCode(201).body("agentToken", not(nullValue()));
    put(name, SPEC).statusCode(200).body("agentToken", nullValue());
    Contract.request()
        .get("/v1/guests/{guest}", name)
        .then()
        .statusCode(200)
        .body("agentToken", nullValue())
        .body("spec.devices.name", contains("console", "disk"));
  }

  @Test
  void aNewTokenRevokesTheOldOne() {
    var guest = Fixtures.guest("storage");
    guest.agent().hello().then().statusCode(200);

    Contract.request()
        .post("/v1/guests/{guest}/agent-token", guest.name())
        .then()
        .statusCode(200)
        .body("agentToken", not(nullValue()));

    guest.agent().hello().then().statusCode(401).body("code", equalTo("agent-token-wrong"));
  }

  @Test
  void thePlanHasTheSlotOfEveryDevice() {
    Contract.request()
        .get("/v1/guests/{guest}/plan", newGuest())
        .then()
        .statusCode(200)
        .body("slots.transport", contains("virtio-mmio-bus.31", "virtio-mmio-bus.0"))
        .body("slots.slot.base", contains("0xa003e00", "0xa000000"))
        .body("slots.slot.interrupt.intid", contains(79, 48))
        .body("slots[1].slot.interrupt.cells", contains(0, 16, 1))
        .body("slots[1].slot.path", equalTo("/virtio_mmio@a000000"));
  }

  @Test
  void theBootTreeIsTheBaseTreeWithTheGatedNodeDisabled() {
    String guest = newGuest();
    String digest = putBaseTree(guest, QEMU_VIRT).statusCode(200).extract().path("planDigest");

    byte[] tree =
        Contract.request()
            .accept("application/octet-stream")
            .get("/v1/guests/{guest}/device-tree", guest)
            .then()
            .statusCode(200)
            .contentType("application/octet-stream")
            .extract()
            .asByteArray();

    DeviceTree expected =
        FdtReader.read(QEMU_VIRT)
            .with(
                NodePath.parse("/virtio_mmio@a000000"),
                node -> node.withProperty(Property.strings("status", "disabled")))
            .with(
                NodePath.parse("/chosen"),
                node -> node.withProperty(Property.strings("okayd,plan-digest", digest)));
    assertThat(FdtReader.read(tree)).isEqualTo(expected);
  }

  @Test
  void treesAndOverlaysAreAvailableAsSourceText() {
    String guest = newGuest();
    putBaseTree(guest, QEMU_VIRT).statusCode(200);

    Contract.request()
        .accept("text/plain")
        .get("/v1/guests/{guest}/device-tree", guest)
        .then()
        .statusCode(200)
        .body(containsString("status = \"disabled\";"));
    Contract.request()
        .accept("text/plain")
        .get("/v1/guests/{guest}/devices/disk/overlay", guest)
        .then()
        .statusCode(200)
        .body(containsString("&{/virtio_mmio@a000000} {"));
  }

  @Test
  void theOverlayEqualsTheOutputOfDtcAndAppliesToTheTree() {
    String guest = newGuest();
    putBaseTree(guest, QEMU_VIRT).statusCode(200);
    byte[] overlay = blob("/v1/guests/{guest}/devices/disk/overlay", guest);
    String source =
        Contract.request()
            .accept("text/plain")
            .get("/v1/guests/{guest}/devices/disk/overlay", guest)
            .asString();

    assertThat(overlay).isEqualTo(DtcTools.compile(source)).hasSizeBetween(179, 200);
    assertThat(DtcTools.overlay(blob("/v1/guests/{guest}/device-tree", guest), overlay))
        .isNotEmpty();
  }

  private static byte[] blob(String path, String guest) {
    return Contract.request()
        .accept("application/octet-stream")
        .get(path, guest)
        .then()
        .statusCode(200)
        .extract()
        .asByteArray();
  }

  @Test
  void returnsTheBaseTreeAsUploaded() {
    String guest = newGuest();
    putBaseTree(guest, QEMU_VIRT).statusCode(200);

    assertThat(blob("/v1/guests/{guest}/base-tree", guest)).isEqualTo(QEMU_VIRT);
  }

  @Test
  void aDeletedGuestIsGone() {
    String guest = newGuest();

    Contract.request().delete("/v1/guests/{guest}", guest).then().statusCode(204);

    Contract.request()
        .get("/v1/guests/{guest}", guest)
        .then()
        .statusCode(404)
        .body("code", equalTo("guest-not-found"));
  }

  @Test
  void listsAllGuests() {
    String guest = newGuest();

    Contract.request()
        .queryParam("after", guest.substring(0, guest.length() - 1))
        .get("/v1/guests")
        .then()
        .statusCode(200)
        .body("items.name", hasItem(guest));
  }

  static Stream<Arguments> badSpecs() {
    String tooMany =
        IntStream.range(0, 33)
            .mapToObj(
                i -> "{\"name\": \"d%d\", \"type\": \"blk\", \"backend\": \"b\"}".formatted(i))
            .collect(Collectors.joining(",", "{\"platform\": \"qemu-virt\", \"devices\": [", "]}"));
    return Stream.of(
        Arguments.of("{\"platform\": \"hyper-x\", \"devices\": []}", 422, "unknown-platform"),
        Arguments.of(
            "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"a\", \"type\": \"blk\", \"backend\": \"b\"},"
                + " {\"name\": \"a\", \"type\": \"net\", \"backend\": \"b\"}]}",
            422,
            "duplicate-device"),
        Arguments.of(tooMany, 422, "no-free-slot"),
        Arguments.of(
            "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"A\", \"type\": \"blk\", \"backend\": \"b\"}]}",
            422,
            "invalid-spec"),
        Arguments.of(
            "{\"platform\": \"qemu-virt\", \"devices\": [], \"colour\": 1}", 400, "unknown-field"),
        Arguments.of(
            "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"a\", \"type\": \"disk\", \"backend\": \"b\"}]}",
            400,
            "invalid-value"),
        Arguments.of("{\"platform\": \"qemu-virt\"}", 400, "missing-field"),
        Arguments.of("{\"platform\": ", 400, "malformed-json"),
        Arguments.of("{", 400, "malformed-json"),
        Arguments.of("[]", 400, "malformed-json"),
        Arguments.of("null", 400, "malformed-json"),
        Arguments.of("", 400, "malformed-json"));
  }

  @ParameterizedTest
  @MethodSource("badSpecs")
  void refusesABadSpecAndChangesNothing(String spec, int status, String code) {
    String guest = newGuest();
    String before = Contract.request().get("/v1/guests/{guest}", guest).asString();

    Contract.badRequest()
        .contentType("application/json")
        .body(spec)
        .put("/v1/guests/{guest}", guest)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code))
        .body("detail", not(containsString("dev.okayd")))
        .body("detail", not(containsString("Source")))
        .body("detail", not(containsString("Feature")))
        .body("detail", not(containsString("JsonToken")));

    assertThat(Contract.request().get("/v1/guests/{guest}", guest).asString()).isEqualTo(before);
  }

  static Stream<Arguments> badTrees() {
    Node deep = Node.of("n");
    for (int i = 0; i < 70; i++) {
      deep = Node.of("n").withChild(deep);
    }
    byte[] lying = QEMU_VIRT.clone();
    lying[8] = 0x7f;
    return Stream.of(
        Arguments.of(
            "no tree".getBytes(java.nio.charset.StandardCharsets.UTF_8), 400, "not-a-device-tree"),
        Arguments.of(new byte[0], 400, "not-a-device-tree"),
        Arguments.of(Arrays.copyOf(QEMU_VIRT, 5000), 400, "device-tree-truncated"),
        Arguments.of(lying, 400, "device-tree-malformed"),
        Arguments.of(
            FdtWriter.write(DeviceTree.of(Node.of("").withChild(deep))),
            400,
            "device-tree-over-limit"),
        Arguments.of(new byte[(2 << 20) + 1], 413, "too-large"),
        Arguments.of(FdtWriter.write(DeviceTree.of(Node.of(""))), 422, "slot-not-in-base-tree"));
  }

  @ParameterizedTest
  @MethodSource("badTrees")
  void refusesABadBaseTreeAndChangesNothing(byte[] blob, int status, String code) {
    String guest = newGuest();
    putBaseTree(guest, QEMU_VIRT).statusCode(200);
    String before = Contract.request().get("/v1/guests/{guest}", guest).asString();

    Contract.badRequest()
        .contentType("application/octet-stream")
        .body(blob)
        .put("/v1/guests/{guest}/base-tree", guest)
        .then()
        .statusCode(status)
        .body("code", equalTo(code));

    assertThat(Contract.request().get("/v1/guests/{guest}", guest).asString()).isEqualTo(before);
    assertThat(blob("/v1/guests/{guest}/base-tree", guest)).isEqualTo(QEMU_VIRT);
  }

  @Test
  void reportsEveryCollisionWithTheBaseTreeAtOnce() {
    String guest = newGuest();
    Node intruder =
        Node.of(
            "intruder@a000100",
            Property.cells("reg", 0, 0xa000100, 0, 0x100),
            Property.cells("interrupts", 0, 16, 4));
    byte[] tree =
        FdtWriter.write(
            FdtReader.read(QEMU_VIRT).with(NodePath.ROOT, root -> root.withChild(intruder)));

    putBaseTree(guest, tree)
        .statusCode(422)
        .body("code", equalTo("slot-conflict"))
        .body("faults.code", equalTo(List.of("slot-conflict", "slot-conflict")))
        .body("faults[0].detail", containsString("overlaps reg of /intruder@a000100"))
        .body("faults[1].detail", containsString("INTID 48"));
  }

  @Test
  void unknownResourcesAreNotFound() {
    String guest = newGuest();

    for (String path :
        List.of(
            "/v1/guests/unknown/plan",
            "/v1/guests/unknown/attachments",
            "/v1/guests/" + guest + "/base-tree",
            "/v1/guests/" + guest + "/devices/nothing/overlay",
            "/v1/guests/" + guest + "/devices/nothing/attachment")) {
      Contract.request().get(path).then().statusCode(404).contentType("application/problem+json");
    }
  }

  @Test
  void aBootDeviceHasNeitherOverlayNorAttachment() {
    String guest = newGuest();

    Contract.request()
        .get("/v1/guests/{guest}/devices/console/overlay", guest)
        .then()
        .statusCode(409)
        .body("code", equalTo("device-not-gated"));
    Contract.request()
        .get("/v1/guests/{guest}/devices/console/attachment", guest)
        .then()
        .statusCode(409);
    Contract.request()
        .get("/v1/guests/{guest}/attachments", guest)
        .then()
        .statusCode(200)
        .body("items.device", contains("disk"));
  }
}
