package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.backend.ReadinessEvent;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.testing.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The message names each wrong attribute (CloudEvents 1.0, spec.md and json-format.md). */
class EventFormatTest {
  private static List<ReadinessEvent> read(String body) {
    return EventFormat.read(body.getBytes(StandardCharsets.UTF_8), false, Instant.EPOCH);
  }

  private static String with(String attribute) {
    return SignedEvent.event("x", "maps", "ready", "e", 1)
        .replace("\"epoch\"", attribute + ", \"epoch\"");
  }

  private static List<OkaydException.Fault> faults(String body) {
    return catchThrowableOfType(OkaydException.class, () -> read(body)).faults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"time\": \"2026-08-01T10:11:12\"                      | time is \"2026-08-01T10:11:12\", expected an RFC 3339 time with a zone",
        "\"time\": \"2026-08-01 10:11:12Z\"                     | time is \"2026-08-01 10:11:12Z\", expected an RFC 3339 time",
        "\"time\": \"2020-07-16T13:53:54.545America/Los_Angeles\" | time is \"2020-07-16T13:53:54.545America/Los_Angeles\", expected an RFC 3339 time",
        "\"time\": 5                                            | time is 5, expected an RFC 3339 time",
        "\"partitionKey\": \"x\"                                | \"partitionKey\" is not an attribute name; expected lower-case letters and digits only",
        "\"my_ext\": \"x\"                                      | \"my_ext\" is not an attribute name",
        "\"ratio\": 1.5                                         | ratio is 1.5, expected a string, a boolean or a 32-bit integer",
        "\"big\": 12345678901234                                | big is 12345678901234, expected a string",
        "\"object\": {\"a\": 1}                                 | object is {\"a\":1}, expected a string",
        "\"subject\": 5                                         | subject is 5, expected a string that is not empty",
        "\"dataschema\": \"a b\"                                | dataschema is \"a b\", expected a URI reference"
      })
  void namesTheWrongAttribute(String attribute, String message) {
    List<OkaydException.Fault> faults = faults(with(attribute.strip()));

    assertThat(faults)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.NOT_A_CLOUDEVENT);
              assertThat(fault.message()).startsWith("This is not a CloudEvent: " + message);
            });
  }

  @Test
  void namesEachMissingAttribute() {
    assertThat(faults("{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": null}"))
        .extracting(OkaydException.Fault::message)
        .contains(
            "This is not a CloudEvent: source is missing",
            "This is not a CloudEvent: type is missing")
        .noneMatch(message -> message.contains("id is missing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"data\": null",
        "\"time\": null",
        "\"subject\": null",
        "\"traceparent\": null",
        "\"time\": \"2026-08-01T10:11:12+02:00\"",
        "\"traceparent\": \"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"",
        "\"sampled\": true",
        "\"partition\": 5"
      })
  void acceptsWhatTheSpecificationAllows(String attribute) {
    assertThat(read(with(attribute))).hasSize(1);
  }
}
