package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.document.DocumentMappers;
import dev.okayd.document.DocumentReader;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.LogRecords;
import dev.okayd.testing.SignedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The refusal of a body lists all its faults, for every kind of document. */
@QuarkusTest
class DocumentFaultsTest {
  private static final String SPEC =
      """
      {"platform": "qemu-virt", "color": "red", "grants": "none ",
       "devices": [
         {"name": "disk", "type": "blkk", "backend": "storage"},
         {"name": "net", "type": "net", "backend": "network", "slotkind": "gated", "slotKind": "boott"}]}
      """;

  private static RequestSpecification request(String body) {
    return Contract.badRequest().contentType("application/json").body(body);
  }

  private static RequestSpecification agent(TestGuest guest, String body) {
    return request(body).header("Authorization", "Bearer " + guest.agent().token());
  }

  private static List<String> faults(io.restassured.response.Response response) {
    JsonPath problem =
        response
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .extract()
            .jsonPath();
    return IntStream.range(0, problem.getList("faults").size())
        .mapToObj(
            i ->
                problem.getString("faults[%d].code".formatted(i))
                    + ": "
                    + problem.getString("faults[%d].detail".formatted(i)))
        .toList();
  }

  @Test
  void aSpecWithThreeWrongWordsAndTwoUnknownFieldsIsRefusedWithFiveFaults() {
    try (LogRecords log = LogRecords.listen()) {
      List<String> faults = faults(request(SPEC).put("/v1/guests/five"));

      assertThat(faults)
          .satisfiesExactly(
              color -> assertThat(color).startsWith("unknown-field: ").endsWith(" (at color)"),
              grants ->
                  assertThat(grants)
                      .isEqualTo(
                          "invalid-value: \"none \" is none of per-device, forced, none; did you mean \"none\"?"
                              + " (at grants)"),
              type -> assertThat(type).endsWith("; did you mean \"blk\"? (at devices[0].type)"),
              field ->
                  assertThat(field)
                      .startsWith("unknown-field: ")
                      .endsWith("; did you mean \"slotKind\"? (at devices[1].slotkind)"),
              kind ->
                  assertThat(kind)
                      .isEqualTo(
                          "invalid-value: \"boott\" is none of boot, gated, rebind; did you mean \"boot\"?"
                              + " (at devices[1].slotKind)"));
      assertThat(log.traces()).isEmpty();
    }
    Contract.request().get("/v1/guests/{guest}", "five").then().statusCode(404);
  }

  @Test
  void aRequestAndAFileAreRefusedWithTheSameMessages() {
    OkaydException file =
        catchThrowableOfType(
            OkaydException.class,
            () ->
                new DocumentReader(DocumentMappers.yaml())
                    .read(SPEC.getBytes(StandardCharsets.UTF_8), GuestSpec.class));

    assertThat(faults(request(SPEC).put("/v1/guests/words")))
        .isEqualTo(
            file.faults().stream()
                .map((Fault fault) -> fault.code().code() + ": " + fault.message())
                .toList());
  }

  @Test
  void faultsInTheMeaningOfASpecAreReportedTogetherWithFaultsInItsForm() {
    String spec =
        """
        {"platform": "qemu-virt", "color": "red",
         "devices": [{"name": "Disk", "type": "blk", "backend": "storage", "slotKind": "boott"}]}
        """;

    assertThat(faults(request(spec).put("/v1/guests/along")))
        .satisfiesExactly(
            color -> assertThat(color).endsWith("(at color)"),
            kind -> assertThat(kind).endsWith("(at devices[0].slotKind)"),
            name -> assertThat(name).startsWith("invalid-spec: \"Disk\" is no name for a device"));
  }

  @Test
  void faultsAboveTheLimitAreCounted() {
    String fields =
        IntStream.range(0, 2000)
            .mapToObj(i -> "\"x%d\": 0".formatted(i))
            .collect(Collectors.joining(", "));

    assertThat(faults(request("{" + fields + "}").put("/v1/guests/many")))
        .hasSize(51)
        .last()
        .isEqualTo("unknown-field: and 1952 more; fix these first");
  }

  @Test
  void aFaultInABatchNamesTheIndexOfTheGuest() {
    assertThat(
            faults(
                request(
                        """
                        {"guests": [{"name": "a", "spec": {"platform": "xen", "devices": []}},
                                    {"name": 5, "spec": {"platform": "xen", "devices": [], "spare": "al"}}]}
                        """)
                    .put("/v1/guests")))
        .containsExactly(
            "invalid-value: 5 was found, a string is expected (at guests[1].name)",
            "invalid-value: spare is \"al\"; expected a number of slots or \"all\" (at guests[1].spec.spare)");
  }

  @Test
  void aDeviceIsRefusedWithAllItsFaults() {
    TestGuest guest = Fixtures.guest("storage");

    assertThat(
            faults(
                request(
                        "{\"name\": true, \"type\": \"nett\", \"backend\": \"b\", \"pin\": {\"slott\": 1}}")
                    .post("/v1/guests/{guest}/devices", guest.name())))
        .satisfiesExactly(
            name ->
                assertThat(name).startsWith("invalid-value: true was found").endsWith("(at name)"),
            type -> assertThat(type).endsWith("did you mean \"net\"? (at type)"),
            pin -> assertThat(pin).endsWith("did you mean \"slot\"? (at pin.slott)"));
  }

  @Test
  void aBackendIsRefusedWithAllItsFaults() {
    assertThat(
            faults(
                request(
                        """
                        {"replayProtection": "sequnce", "statusURL": "http://localhost/",
                         "xenstore": {"domain": 3, "form": "device_model"}}
                        """)
                    .put("/v1/backends/wrong")))
        .satisfiesExactly(
            replay ->
                assertThat(replay)
                    .isEqualTo(
                        "invalid-value: \"sequnce\" is none of timestamp, sequence; did you mean \"sequence\"?"
                            + " (at replayProtection)"),
            url -> assertThat(url).endsWith("did you mean \"statusUrl\"? (at statusURL)"),
            domain -> assertThat(domain).endsWith("a string is expected (at xenstore.domain)"),
            form -> assertThat(form).endsWith("did you mean \"device-model\"? (at xenstore.form)"));
  }

  @Test
  void anIntentIsRefusedWithAllItsFaults() {
    TestGuest guest = Fixtures.guest("storage");

    assertThat(
            faults(
                request("{\"intent\": \"detatched\", \"force\": true}")
                    .put("/v1/guests/{guest}/devices/disk/attachment", guest.name())))
        .containsExactly(
            "invalid-value: \"detatched\" is none of auto, attached, detached; did you mean \"detached\"?"
                + " (at intent)",
            "unknown-field: The field is not known; known are intent (at force)");
  }

  @Test
  void anAgentMessageIsRefusedWithAllItsFaults() {
    TestGuest guest = Fixtures.guest("storage");

    assertThat(
            faults(
                agent(guest, "{\"bootId\": 7, \"kernel\": \"6\", \"session\": \"1\"}")
                    .post("/v1/guests/{guest}/agent/hello", guest.name())))
        .containsExactly(
            "invalid-value: 7 was found, a string is expected (at bootId)",
            "invalid-value: \"1\" was found, a whole number is expected (at session)",
            "missing-field: The field is missing (at overlayInterface)");
    assertThat(
            faults(
                agent(
                        guest,
                        """
                        {"bootId": "b", "commandId": "disk.1", "result": "aplied", "errno": "2",
                         "proof": {"virtioStatus": 300, "diver": "x"}}
                        """)
                    .post("/v1/guests/{guest}/agent/reports", guest.name())))
        .satisfiesExactly(
            result -> assertThat(result).endsWith("did you mean \"applied\"? (at result)"),
            errno -> assertThat(errno).endsWith("is expected (at errno)"),
            field -> assertThat(field).endsWith("did you mean \"driver\"? (at proof.diver)"),
            bits ->
                assertThat(bits)
                    .isEqualTo(
                        "invalid-value: virtioStatus is 300, 0 to 255 is expected (at proof)"));
  }

  @Test
  void aConfirmationIsRefusedWithAllItsFaults() {
    TestGuest guest = Fixtures.guest("storage");

    assertThat(
            faults(
                request("{\"bootId\": \"b\", \"result\": \"done\", \"proof\": []}")
                    .post("/v1/guests/{guest}/devices/disk/attachment/confirmation", guest.name())))
        .containsExactly(
            "invalid-value: \"done\" is none of applied, removed, refused, busy, failed (at result)",
            "invalid-value: an array was found, an object is expected (at proof)");
  }

  @Test
  void anEventIsRefusedWithAllItsFaults() {
    TestBackend backend = Fixtures.backend();
    String body =
        SignedEvent.event("x", backend.name(), "raedy", "e", 1)
            .replace("\"sequence\": 1", "\"sequence\": -1")
            .replace("\"epoch\"", "\"data\": {\"domId\": 3}, \"epoch\"");

    JsonPath problem =
        SignedEvent.sign(backend.secret(), body, java.time.Instant.now())
            .on(Contract.badRequest())
            .post("/v1/events")
            .then()
            .statusCode(422)
            .extract()
            .jsonPath();

    assertThat(problem.getList("faults.detail", String.class))
        .satisfiesExactly(
            type ->
                assertThat(type)
                    .startsWith("\"dev.okayd.backend.raedy.v1\" is none of ")
                    .endsWith("; did you mean \"dev.okayd.backend.ready.v1\"?"),
            sequence -> assertThat(sequence).startsWith("The event has no valid sequence"),
            field -> assertThat(field).endsWith("did you mean \"domid\"? (at data.domId)"));
  }
}
