package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeviceResourceTest {
  private static final String DEVICES = "/v1/guests/{guest}/devices";
  private static final String DEVICE = "/v1/guests/{guest}/devices/{device}";

  /** A guest with a disk, a console in a boot slot, and spare slots. */
  private static String guest(String spare) {
    return Fixtures.guest(
            "storage",
            """
            {"platform": "qemu-virt", "spare": %s, "devices": [
              {"name": "disk", "type": "blk", "backend": "storage"},
              {"name": "console", "type": "console", "backend": "consoles", "slotKind": "boot"}]}
            """
                .formatted(spare))
        .name();
  }

  private static String device(String name) {
    return "{\"name\": \"%s\", \"type\": \"net\", \"backend\": \"network\"}".formatted(name);
  }

  private static RequestSpecification json(String body) {
    return Contract.request().contentType("application/json").body(body);
  }

  private static ValidatableResponse post(String guest, String body) {
    return json(body).post(DEVICES, guest).then();
  }

  private static JsonPath read(String guest) {
    return Contract.request().get("/v1/guests/{guest}", guest).then().extract().jsonPath();
  }

  private static String tag(String guest) {
    return Contract.request().get("/v1/guests/{guest}", guest).getHeader("ETag");
  }

  private static ValidatableResponse delete(String guest, String device) {
    return Contract.request().delete(DEVICE, guest, device).then();
  }

  @Test
  void aNewDeviceTakesASpareSlotAndKeepsTheTree() {
    String guest = guest("2");
    String digest = read(guest).getString("planDigest");
    String before = tag(guest);

    post(guest, device("lan"))
        .statusCode(201)
        .header("Location", endsWith("/v1/guests/" + guest + "/devices/lan"))
        .header("ETag", not(equalTo(before)))
        .body("guest", equalTo(guest))
        .body("device", equalTo("lan"))
        .body("backend", equalTo("network"))
        .body("slotKind", equalTo("gated"))
        .body("slot.base", equalTo("0xa000200"))
        .body("slot.interrupt.intid", equalTo(49))
        .body("transport", equalTo("virtio-mmio-bus.1"))
        .body("spec.type", equalTo("net"))
        .body("planDigest", equalTo(digest))
        .body("needsReboot", equalTo(false));

    JsonPath after = read(guest);
    assertThat(after.getInt("spec.spare")).isEqualTo(1);
    assertThat(after.getList("spec.devices.name")).containsExactly("disk", "console", "lan");
  }

  @Test
  void spareAllStaysAll() {
    String guest = guest("\"all\"");

    post(guest, device("lan")).statusCode(201).body("needsReboot", equalTo(false));

    assertThat(read(guest).getString("spec.spare")).isEqualTo("all");
  }

  @Test
  void withoutASpareSlotTheGuestNeedsAReboot() {
    String guest = guest("0");
    String digest = read(guest).getString("planDigest");

    String planned =
        post(guest, device("lan"))
            .statusCode(201)
            .body("needsReboot", equalTo(true))
            .extract()
            .path("planDigest");

    assertThat(planned).isNotEqualTo(digest);
    assertThat(read(guest).getInt("spec.spare")).isZero();
  }

  @Test
  void aBootDeviceTakesNoSpareSlot() {
    String guest = guest("2");

    post(
            guest,
            "{\"name\": \"rng\", \"type\": \"rng\", \"backend\": \"b\", \"slotKind\": \"boot\"}")
        .statusCode(201)
        .body("needsReboot", equalTo(true));

    assertThat(read(guest).getInt("spec.spare")).isEqualTo(2);
  }

  @Test
  void aDevicePinnedToAnotherSlotTakesNoSpareSlot() {
    String guest = guest("2");

    post(
            guest,
            "{\"name\": \"far\", \"type\": \"rng\", \"backend\": \"b\", \"pin\": {\"slot\": 9}}")
        .statusCode(201)
        .body("slot.index", equalTo(9))
        .body("needsReboot", equalTo(true));
    post(
            guest,
            "{\"name\": \"near\", \"type\": \"rng\", \"backend\": \"b\", \"pin\": {\"slot\": 2}}")
        .statusCode(201)
        .body("needsReboot", equalTo(false));

    assertThat(read(guest).getInt("spec.spare")).isEqualTo(1);
  }

  @Test
  void aDryRunShowsTheSlotAndChangesNothing() {
    String guest = guest("2");
    String before = read(guest).prettify();

    json(device("lan"))
        .queryParam("dryRun", true)
        .post(DEVICES, guest)
        .then()
        .statusCode(200)
        .body("slot.base", equalTo("0xa000200"))
        .body("needsReboot", equalTo(false));
    json(device("lan"))
        .queryParam("dryRun", true)
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(200)
        .body("slot.base", equalTo("0xa000200"));

    assertThat(read(guest).prettify()).isEqualTo(before);
  }

  @Test
  void refusesAnExistingName() {
    String guest = guest("2");

    post(guest, device("disk")).statusCode(409).body("code", equalTo("device-exists"));
    json(device("disk"))
        .queryParam("dryRun", true)
        .post(DEVICES, guest)
        .then()
        .statusCode(409)
        .body("code", equalTo("device-exists"));

    assertThat(read(guest).getInt("spec.spare")).isEqualTo(2);
  }

  @Test
  void refusesWhatAPutOfTheGuestWouldRefuse() {
    String guest = guest("2");

    post(
            guest,
            "{\"name\": \"a\", \"type\": \"rng\", \"backend\": \"b\", \"after\": [\"nobody\"], \"source\": \" \"}")
        .statusCode(422)
        .body("code", equalTo("invalid-spec"))
        .body("faults.detail[1]", containsString("its devices are a, console, disk"));
    post("nobody", device("lan")).statusCode(404).body("code", equalTo("guest-not-found"));
  }

  @Test
  void aPostWithTheSameKeyIsExecutedOnce() {
    String guest = guest("2");
    String key = UUID.randomUUID().toString();
    String first = keyed(key, device("lan"), guest).statusCode(201).extract().asString();
    String tag = tag(guest);

    String second =
        keyed(key, device("lan"), guest)
            .statusCode(201)
            .header("Idempotency-Replayed", "true")
            .header("ETag", tag)
            .header("Location", endsWith("/devices/lan"))
            .extract()
            .asString();

    assertThat(second).isEqualTo(first);
    assertThat(read(guest).getInt("spec.spare")).isEqualTo(1);
    keyed(key, device("wan"), guest)
        .statusCode(422)
        .body("code", equalTo("idempotency-key-reused"));
  }

  private static ValidatableResponse keyed(String key, String body, String guest) {
    return json(body).header("Idempotency-Key", key).post(DEVICES, guest).then();
  }

  @Test
  void aPutAddsOrReplacesADevice() {
    String guest = guest("2");
    String before = tag(guest);

    json(device("lan"))
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(201)
        .header("ETag", not(equalTo(before)))
        .body("needsReboot", equalTo(false));
    String added = tag(guest);
    json("{\"name\": \"lan\", \"type\": \"net\", \"backend\": \"other\", \"after\": [\"disk\"]}")
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(200)
        .header("ETag", not(equalTo(added)))
        .body("backend", equalTo("other"))
        .body("spec.after", contains("disk"))
        .body("slot.base", equalTo("0xa000200"))
        .body("needsReboot", equalTo(false));
    json(device("wan"))
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(422)
        .body("code", equalTo("invalid-spec"));

    assertThat(read(guest).getInt("spec.spare")).isEqualTo(1);
  }

  @Test
  void aChangeAppliesOnlyToTheExpectedVersion() {
    String guest = guest("2");

    for (String path : new String[] {DEVICE, DEVICES}) {
      RequestSpecification stale = json(device("lan")).header("If-Match", "\"none\"");
      (path.equals(DEVICE) ? stale.put(path, guest, "lan") : stale.post(path, guest))
          .then()
          .statusCode(412)
          .body("code", equalTo("version-conflict"));
    }
    Contract.request()
        .header("If-Match", "\"none\"")
        .delete(DEVICE, guest, "disk")
        .then()
        .statusCode(412);
    json(device("lan")).header("If-Match", tag(guest)).post(DEVICES, guest).then().statusCode(201);
  }

  @Test
  void aPutWithIfNoneMatchOnlyAddsADevice() {
    String guest = guest("2");

    json(device("lan"))
        .header("If-None-Match", "*")
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(201);
    json(device("lan"))
        .header("If-None-Match", "*")
        .put(DEVICE, guest, "lan")
        .then()
        .statusCode(412);
  }

  @Test
  void showsADeviceWithItsSlotAndTheETagOfItsGuest() {
    String guest = guest("2");

    Contract.request()
        .get(DEVICE, guest, "console")
        .then()
        .statusCode(200)
        .header("ETag", tag(guest))
        .body("slotKind", equalTo("boot"))
        .body("slot.base", equalTo("0xa003e00"))
        .body("spec.slotKind", equalTo("boot"))
        .body("needsReboot", nullValue());
    Contract.request()
        .get(DEVICE, guest, "nothing")
        .then()
        .statusCode(404)
        .body("code", equalTo("device-not-found"));
  }

  @Test
  void listsDevicesByNameInPages() {
    String guest = guest("2");
    post(guest, device("lan")).statusCode(201);

    Contract.request()
        .queryParam("limit", 2)
        .get(DEVICES, guest)
        .then()
        .statusCode(200)
        .body("items.device", contains("console", "disk"))
        .body("next", equalTo("disk"));
    Contract.request()
        .queryParam("limit", 1)
        .queryParam("after", "disk")
        .get(DEVICES, guest)
        .then()
        .body("items.device", contains("lan"))
        .body("next", nullValue());
    Contract.request()
        .queryParam("backend", "storage")
        .get(DEVICES, guest)
        .then()
        .body("items.device", contains("disk"))
        .body("items[0].planDigest", notNullValue());
  }

  @Test
  void theSlotOfARemovedDeviceIsSpareAndTheTreeIsUnchanged() {
    String guest = guest("2");
    String digest = read(guest).getString("planDigest");
    post(guest, device("lan")).statusCode(201);

    delete(guest, "lan").statusCode(204);
    delete(guest, "disk").statusCode(204);

    JsonPath after = read(guest);
    assertThat(after.getString("planDigest")).isEqualTo(digest);
    assertThat(after.getInt("spec.spare")).isEqualTo(3);
    delete(guest, "disk").statusCode(404).body("code", equalTo("device-not-found"));
  }

  @Test
  void aRemovedBootDeviceLeavesNoSpareSlot() {
    String guest = guest("2");

    delete(guest, "console").statusCode(204);

    assertThat(read(guest).getInt("spec.spare")).isEqualTo(2);
  }

  @Test
  void aRemovedDeviceLeavesNoSpareSlotOnAPlatformWithoutThem() {
    String guest =
        Fixtures.guest(
                "storage", "{\"platform\": \"kvmtool\", \"devices\": [" + device("lan") + "]}")
            .name();

    delete(guest, "lan").statusCode(204);

    assertThat(read(guest).getString("spec.spare")).isNull();
  }

  @Test
  void refusesToDeleteADeviceThatMayBeLive() {
    String guest = guest("2");
    post(guest, device("live")).statusCode(201);

    delete(guest, "live")
        .statusCode(409)
        .body("code", equalTo("device-attached"))
        .body("detail", containsString("DELETE its attachment"));
  }

  @Test
  void refusesToDeleteADeviceThatOthersWaitFor() {
    String guest = guest("2");
    post(
            guest,
            "{\"name\": \"lan\", \"type\": \"net\", \"backend\": \"n\", \"after\": [\"disk\", \"console\"]}")
        .statusCode(201);

    delete(guest, "disk")
        .statusCode(422)
        .body("code", equalTo("invalid-spec"))
        .body("detail", containsString("named in \"after\" of lan"));
  }
}
