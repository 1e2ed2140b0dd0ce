package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** How added and removed devices use the spare slots of a guest. */
@QuarkusTest
class DeviceSlotsTest extends DeviceKit {
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
}
