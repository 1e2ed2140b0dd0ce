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
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Single devices over REST: reads, additions, replacements, removals and their conditions. */
@QuarkusTest
class DeviceResourceTest extends DeviceKit {
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
  void refusesADeviceThatMakesTheSpecInvalid() {
    String guest = guest("2");

    post(
            guest,
            "{\"name\": \"a\", \"type\": \"rng\", \"backend\": \"b\", \"after\": [\"unknown\"], \"source\": \" \"}")
        .statusCode(422)
        .body("code", equalTo("invalid-spec"))
        .body("faults.detail[1]", containsString("its devices are a, console, disk"));
    post("unknown", device("lan")).statusCode(404).body("code", equalTo("guest-not-found"));
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
