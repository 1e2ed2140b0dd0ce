package dev.okayd.guest.planning;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many guests in one request. */
@QuarkusTest
class GuestBatchTest {
  private static final String QEMU =
      "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"disk\", \"type\": \"blk\", \"backend\": \"storage\"}]}";

  private record Entry(String name, String spec) {
    String json() {
      return "{\"name\": \"%s\", \"spec\": %s}".formatted(name, spec);
    }
  }

  private static String body(List<Entry> entries) {
    return entries.stream()
        .map(Entry::json)
        .collect(Collectors.joining(",\n", "{\"guests\": [", "]}"));
  }

  private static ValidatableResponse put(Entry... entries) {
    return Contract.request()
        .contentType("application/json")
        .body(body(Arrays.asList(entries)))
        .put("/v1/guests")
        .then();
  }

  /** A guest with host addresses. */
  private static String direct(String base, String backend) {
    return """
        {"platform": "xen-direct-map", "window": {"base": "%s", "interrupt": 200, "slots": 4},
         "devices": [{"name": "disk", "type": "blk", "backend": "%s"},
                     {"name": "lan", "type": "net", "backend": "%s"}]}
        """
        .formatted(base, backend, backend);
  }

  private static void assertNoGuest(String name) {
    Contract.request().get("/v1/guests/{guest}", name).then().statusCode(404);
  }

  @Test
  void createsAndChangesGuestsTogether() {
    String there = Fixtures.guest("storage").name();
    String made = Fixtures.name("guest");

    put(new Entry(made, QEMU), new Entry(there, QEMU.replace("disk", "root")))
        .statusCode(200)
        .body("items.name", contains(made, there))
        .body("items[0].agentToken", notNullValue())
        .body("items[0].headroom", notNullValue())
        .body("items[1].agentToken", nullValue());

    Contract.request()
        .get("/v1/guests/{guest}", there)
        .then()
        .body("spec.devices.name", contains("root"));
    Contract.request().get("/v1/guests/{guest}", made).then().statusCode(200);
  }

  @Test
  void oneRefusedGuestRefusesTheBatchAndEveryFaultNamesItsGuest() {
    String good = Fixtures.name("good");
    String bad = Fixtures.name("bad");

    put(
            new Entry(good, QEMU),
            new Entry(bad, QEMU.replace("qemu-virt", "nowhere")),
            new Entry(
                "worse", QEMU.replace("\"storage\"", "\"storage\", \"after\": [\"disk\", \"x\"]")))
        .statusCode(422)
        .body("code", equalTo("unknown-platform"))
        .body("faults.code", contains("unknown-platform", "invalid-spec", "device-order-circular"))
        .body("faults[0].detail", startsWith("guest \"" + bad + "\": There is no platform"))
        .body("faults[1].detail", startsWith("guest \"worse\": "));

    assertNoGuest(good);
    assertNoGuest(bad);
  }

  @Test
  void aGuestIsCheckedAgainstEarlierGuestsOfTheBatch() {
    String backend = Fixtures.name("backend");
    String one = Fixtures.name("one");
    String two = Fixtures.name("two");

    put(
            new Entry(one, direct("0xe0000000", backend)),
            new Entry(two, direct("0xe0000200", backend)))
        .statusCode(422)
        .body("code", equalTo("neighbour-conflict"))
        .body("detail", startsWith("guest \"" + two + "\": "))
        .body("detail", containsString("of guest \"" + one + "\""));

    assertNoGuest(one);
  }

  @Test
  void aGuestCanUseAddressesThatAnEarlierGuestReleased() {
    String backend = Fixtures.name("backend");
    String one = Fixtures.name("one");
    String two = Fixtures.name("two");
    put(new Entry(one, direct("0xe0000000", backend))).statusCode(200);

    put(new Entry(one, QEMU), new Entry(two, direct("0xe0000000", backend))).statusCode(200);
  }

  @Test
  void refusesADuplicateName() {
    String name = Fixtures.name("guest");

    put(new Entry(name, QEMU), new Entry(name, QEMU))
        .statusCode(422)
        .body("code", equalTo("invalid-spec"))
        .body(
            "detail",
            equalTo("guest \"" + name + "\": The guest is listed twice; list each guest once"));

    assertNoGuest(name);
  }

  @Test
  void aDryRunShowsTheResultAndCreatesNoGuest() {
    String name = Fixtures.name("guest");

    Contract.request()
        .contentType("application/json")
        .queryParam("dryRun", true)
        .body(body(List.of(new Entry(name, QEMU))))
        .put("/v1/guests")
        .then()
        .statusCode(200)
        .body("items[0].plan.slots.device", contains("disk"))
        .body("items[0].agentToken", nullValue());

    assertNoGuest(name);
  }

  @Test
  void refusesTooManyOrNoGuests() {
    refused("{\"guests\": []}").statusCode(400).body("code", equalTo("invalid-value"));
    refused("{\"guests\": [null]}").statusCode(400).body("code", equalTo("invalid-value"));
    refused("{\"guests\": [{}]}").statusCode(400).body("code", equalTo("missing-field"));
    refused("{}").statusCode(400).body("code", equalTo("missing-field"));
    refused(body(Collections.nCopies(1001, new Entry("x", QEMU))))
        .statusCode(413)
        .body("code", equalTo("too-large"));
  }

  private static ValidatableResponse refused(String body) {
    return Contract.badRequest()
        .contentType("application/json")
        .body(body)
        .put("/v1/guests")
        .then();
  }
}
