package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.Golden;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** ETags of guests: what changes them, and conditional requests. */
@QuarkusTest
class GuestVersionTest {
  private static final String GUEST = "/v1/guests/{guest}";
  private static final String ONE = spec("disk");
  private static final String OTHER = spec("root");

  private static String spec(String disk) {
    return """
    {"platform": "qemu-virt", "channels": ["manual"],
     "policy": {"onBackendLost": "detach", "answerSeconds": 7},
     "devices": [
       {"name": "%s", "type": "blk", "backend": "storage", "policy": {"maxAttempts": 3}},
       {"name": "late", "type": "net", "backend": "network", "after": ["%s"]}]}
    """
        .formatted(disk, disk);
  }

  private static RequestSpecification json(String spec) {
    return Contract.request().contentType("application/json").body(spec);
  }

  private static ValidatableResponse put(String guest, String spec) {
    return json(spec).put(GUEST, guest).then();
  }

  private static String newGuest() {
    String name = Fixtures.name("guest");
    put(name, ONE).statusCode(201);
    return name;
  }

  private static String tag(ValidatableResponse answer) {
    return answer.extract().header("ETag");
  }

  private static String tag(String guest) {
    return tag(get(guest));
  }

  private static ValidatableResponse get(String guest) {
    return Contract.request().get(GUEST, guest).then().statusCode(200);
  }

  private static ValidatableResponse putBaseTree(String guest, byte[] blob) {
    return Contract.request()
        .contentType("application/octet-stream")
        .body(blob)
        .put("/v1/guests/{guest}/base-tree", guest)
        .then()
        .statusCode(200);
  }

  @Test
  void returnsTheWholeSpec() {
    String guest = newGuest();

    get(guest)
        .body("spec.channels[0]", equalTo("manual"))
        .body("spec.policy.onBackendLost", equalTo("detach"))
        .body("spec.policy.answerSeconds", equalTo(7))
        .body("spec.devices[0].policy.maxAttempts", equalTo(3))
        .body("spec.devices[1].after[0]", equalTo("disk"));
  }

  @Test
  void refusesACycleAndNamesItsDevices() {
    put(
            Fixtures.name("guest"),
            ONE.replace("\"policy\": {\"maxAttempts\": 3}", "\"after\": [\"late\"]"))
        .statusCode(422)
        .body("code", equalTo("device-order-circular"))
        .body("detail", containsString("disk -> late -> disk"));
  }

  @Test
  void onlyAChangeCreatesANewVersion() {
    String guest = newGuest();

    String first = tag(guest);
    put(guest, ONE).statusCode(200).header("ETag", first);
    String second = tag(put(guest, OTHER).statusCode(200));
    String third = tag(putBaseTree(guest, Golden.bytes("fdt/qemu-virt.dtb")));
    putBaseTree(guest, Golden.bytes("fdt/qemu-virt.dtb")).header("ETag", third);

    assertThat(tag(guest)).isEqualTo(third);
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
  }

  @Test
  void aPutWithIfMatchChangesOnlyTheExpectedVersion() {
    String guest = newGuest();

    String first = tag(guest);

    String second =
        tag(json(OTHER).header("If-Match", first).put(GUEST, guest).then().statusCode(200));

    json(ONE)
        .header("If-Match", first)
        .put(GUEST, guest)
        .then()
        .statusCode(412)
        .body("code", equalTo("version-conflict"))
        .body("detail", containsString("The current version is " + second));
    get(guest).body("spec.devices[0].name", equalTo("root"));
  }

  @Test
  void refusesADryRunOfAnotherVersion() {
    json(OTHER)
        .header("If-Match", "\"none\"")
        .queryParam("dryRun", true)
        .put(GUEST, newGuest())
        .then()
        .statusCode(412);
  }

  @Test
  void aPutWithIfMatchCreatesNoGuest() {
    String guest = Fixtures.name("guest");

    json(ONE).header("If-Match", "*").put(GUEST, guest).then().statusCode(412);

    Contract.request().get(GUEST, guest).then().statusCode(404);
  }

  @Test
  void aPutWithIfNoneMatchOnlyCreatesAGuest() {
    String guest = Fixtures.name("guest");

    String made =
        tag(json(ONE).header("If-None-Match", "*").put(GUEST, guest).then().statusCode(201));
    json(OTHER)
        .header("If-None-Match", "*")
        .put(GUEST, guest)
        .then()
        .statusCode(412)
        .body("code", equalTo("version-conflict"));

    get(guest).header("ETag", made);
  }

  @Test
  void aConditionalGetOfTheSameVersionHasNoBody() {
    String guest = newGuest();
    String tag = tag(guest);

    String body =
        Contract.request()
            .header("If-None-Match", tag)
            .get(GUEST, guest)
            .then()
            .statusCode(304)
            .header("ETag", tag)
            .extract()
            .asString();

    assertThat(body).isEmpty();
    put(guest, OTHER);
    Contract.request().header("If-None-Match", tag).get(GUEST, guest).then().statusCode(200);
  }

  @Test
  void aDeleteWithIfMatchDeletesOnlyTheExpectedVersion() {
    String guest = newGuest();

    String tag = tag(guest);

    Contract.request().header("If-Match", "W/" + tag).delete(GUEST, guest).then().statusCode(412);
    Contract.request().header("If-Match", tag).delete(GUEST, guest).then().statusCode(204);
  }

  @Test
  void refusesAnInvalidConditionAndChangesNothing() {
    String guest = newGuest();
    String tag = tag(guest);

    json(OTHER)
        .header("If-Match", "1")
        .put(GUEST, guest)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));

    get(guest).header("ETag", tag);
  }

  @Test
  void aRecreatedGuestHasAnotherVersion() {
    String guest = newGuest();
    String before = tag(guest);
    Contract.request().delete(GUEST, guest).then().statusCode(204);
    put(guest, ONE).statusCode(201);

    assertThat(tag(guest)).isNotEqualTo(before);
    json(OTHER).header("If-Match", before).put(GUEST, guest).then().statusCode(412);
  }

  @Test
  void anotherBootHasAnotherETag() {
    TestGuest guest = Fixtures.guest("storage");
    String none = tag(guest.name());
    guest.agent().hello().then().statusCode(200);
    String first = tag(guest.name());
    TestAgent again = guest.agent().reboot();
    again.hello().then().statusCode(200);

    assertThat(List.of(none, first, tag(guest.name()))).doesNotHaveDuplicates();
    Contract.request()
        .header("If-None-Match", first)
        .get(GUEST, guest.name())
        .then()
        .statusCode(200);
    json(OTHER).header("If-Match", first).put(GUEST, guest.name()).then().statusCode(412);
  }

  @Test
  void twoRequestsWithOneKeyReturnTheSameToken() {
    var guest = Fixtures.guest("storage");
    String key = UUID.randomUUID().toString();

    String first = renew(guest.name(), key).extract().path("agentToken");
    String second =
        renew(guest.name(), key)
            .header("Idempotency-Replayed", "true")
            .extract()
            .path("agentToken");
    String another = renew(guest.name(), UUID.randomUUID().toString()).extract().path("agentToken");

    assertThat(second).isEqualTo(first).isNotEqualTo(another);
    renew(Fixtures.guest("storage").name(), key)
        .statusCode(422)
        .body("code", equalTo("idempotency-key-reused"));
  }

  private static ValidatableResponse renew(String guest, String key) {
    return Contract.request()
        .header("Idempotency-Key", key)
        .post("/v1/guests/{guest}/agent-token", guest)
        .then();
  }
}
