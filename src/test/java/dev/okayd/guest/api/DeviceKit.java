package dev.okayd.guest.api;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Requests about single devices of a guest. */
abstract class DeviceKit {
  static final String DEVICES = "/v1/guests/{guest}/devices";
  static final String DEVICE = "/v1/guests/{guest}/devices/{device}";

  /** A guest with a disk, a console in a boot slot, and spare slots. */
  static String guest(String spare) {
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

  static String device(String name) {
    return "{\"name\": \"%s\", \"type\": \"net\", \"backend\": \"network\"}".formatted(name);
  }

  static RequestSpecification json(String body) {
    return Contract.request().contentType("application/json").body(body);
  }

  static ValidatableResponse post(String guest, String body) {
    return json(body).post(DEVICES, guest).then();
  }

  static JsonPath read(String guest) {
    return Contract.request().get("/v1/guests/{guest}", guest).then().extract().jsonPath();
  }

  static String tag(String guest) {
    return Contract.request().get("/v1/guests/{guest}", guest).getHeader("ETag");
  }

  static ValidatableResponse delete(String guest, String device) {
    return Contract.request().delete(DEVICE, guest, device).then();
  }
}
