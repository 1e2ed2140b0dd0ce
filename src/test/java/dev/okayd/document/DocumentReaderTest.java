package dev.okayd.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses guest specs, the largest kind of document, to represent all kinds. */
class DocumentReaderTest {
  private static final DocumentReader READER = new DocumentReader(DocumentMappers.json());
  private static final String NUMBER = "a whole number from -2147483648 to 2147483647";
  private static final String TYPES =
      "net, blk, console, rng, balloon, scsi, 9p, gpu, input, vsock, crypto, iommu, mem, sound, fs, pmem, i2c, gpio, other";

  private static List<String> faults(String document) {
    OkaydException refusal =
        catchThrowableOfType(
            OkaydException.class,
            () -> READER.read(document.getBytes(StandardCharsets.UTF_8), GuestSpec.class));
    assertThat(refusal).as("it was read").isNotNull();
    return refusal.faults().stream()
        .map(fault -> fault.code().code() + ": " + fault.message())
        .toList();
  }

  private static String device(String fields) {
    return "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"type\": \"blk\", \"backend\": \"b\", %s}]}"
        .formatted(fields);
  }

  @Test
  void aDocumentWithoutAFaultIsRead() {
    assertThat(READER.read(device("\"slotKind\": \"boot\""), GuestSpec.class)).isPresent();
    assertThat(READER.read("null", GuestSpec.class)).isEmpty();
  }

  @Test
  void allFaultsAreReportedInTheOrderOfTheDocument() {
    String document =
        """
        {"platfrom": "xen", "platform": 7, "grants": "all", "colour": {"a": [1, 2]},
         "policy": {"onBackendLost": "detatch", "maxAttempts": 0},
         "devices": [
           {"name": "a", "type": "block", "backend": "b", "slot_kind": "boot"},
           null,
           {"name": "c", "slotKind": "boott", "after": ["a", 3], "pin": {"slot": "1", "base": 33554432}}]}
        """;

    assertThat(faults(document))
        .containsExactly(
            "unknown-field: The field is not known; known are backends, bridges, channels, devices, grants, machine,"
                + " platform, policy, spare, version, window; did you mean \"platform\"? (at platfrom)",
            "invalid-value: 7 was found, a string is expected (at platform)",
            "invalid-value: \"all\" is none of per-device, forced, none (at grants)",
            "unknown-field: The field is not known; known are backends, bridges, channels, devices, grants, machine,"
                + " platform, policy, spare, version, window (at colour)",
            "invalid-value: \"detatch\" is none of keep, detach; did you mean \"detach\"? (at policy.onBackendLost)",
            "invalid-value: maxAttempts is 0; expected 1 to 1000 (at policy)",
            "invalid-value: \"block\" is none of " + TYPES + " (at devices[0].type)",
            "unknown-field: The field is not known; known are after, backend, grants, name, pin, policy, slotKind,"
                + " source, type, virtioId; did you mean \"slotKind\"? (at devices[0].slot_kind)",
            "invalid-value: null was found, an object is expected (at devices[1])",
            "invalid-value: \"boott\" is none of boot, gated, rebind; did you mean \"boot\"? (at devices[2].slotKind)",
            "invalid-value: 3 was found, a string is expected (at devices[2].after[1])",
            "invalid-value: \"1\" was found, " + NUMBER + " is expected (at devices[2].pin.slot)",
            "invalid-value: 33554432 was found, a string is expected (at devices[2].pin.base)",
            "missing-field: The field is missing (at devices[2].backend)",
            "missing-field: The field is missing (at devices[2].type)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "slotKind": 1                    | 1 is none of boot, gated, rebind (at devices[0].slotKind)
          "slotKind": ["boot"]             | an array is none of boot, gated, rebind (at devices[0].slotKind)
          "source": 1.5                    | 1.5 was found, a string is expected (at devices[0].source)
          "source": true                   | true was found, a string is expected (at devices[0].source)
          "source": {}                     | an object was found, a string is expected (at devices[0].source)
          "source": "a\\u0000"             | The text has the character U+0000 (at devices[0].source)
          "grants": "yes"                  | "yes" was found, true or false is expected (at devices[0].grants)
          "after": "a"                     | "a" was found, an array is expected (at devices[0].after)
          "after": [null]                  | null was found, a string is expected (at devices[0].after[0])
          "policy": []                     | an array was found, an object is expected (at devices[0].policy)
          "policy": {"bindSeconds": 0}     | bindSeconds is 0; expected 1 to 3600 (at devices[0].policy)
          "pin": {"base": "0xg"}           | "0xg" is not a number; expected 0x and 1 to 16 hexadecimal digits (at devices[0].pin.base)
          "pin": {"slot": 2147483648}      | 2147483648 was found, a whole number from -2147483648 to 2147483647 is expected (at devices[0].pin.slot)
          "pin": {"slot": 1.5}             | 1.5 was found, a whole number from -2147483648 to 2147483647 is expected (at devices[0].pin.slot)
          """)
  void aValueThatAFieldDoesNotTakeIsSaidWithWhatItTakes(String field, String message) {
    assertThat(faults(device(field))).containsExactly("invalid-value: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "spare": "some"                | spare is "some"; expected a number of slots or "all" (at spare)
          "spare": -1                    | spare is -1; expected a number of slots or "all" (at spare)
          "spare": [1]                   | an array was found, a whole number or a string is expected (at spare)
          "channels": "http"             | "http" was found, an array is expected (at channels)
          "channels": ["htpp"]           | "htpp" is none of xenstore, stream, http, manual; did you mean "http"? (at channels[0])
          "channels": ["unknown"]        | "unknown" is none of xenstore, stream, http, manual (at channels[0])
          "channels": []                 | channels is []; name a channel, or leave it out (at channels)
          "channels": ["http", "http"]   | channels names a channel twice: [http, http] (at channels)
          """)
  void whatATypeSaysOfAValueIsSaidWithThePlace(String field, String message) {
    assertThat(faults("{\"platform\": \"xen\", \"devices\": [], %s}".formatted(field)))
        .containsExactly("invalid-value: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"platform": }                     | The document cannot be read (line 1, column 14)
          {"platform": "xen", "devices": [{  | The document cannot be read (line 1, column 34)
          {"platform": "a", "platform": "b"} | The field platform occurs twice (line 1, column 29)
          {} {}                              | The document has an unexpected or an additional value (line 1, column 4)
          []                                 | an array was found, an object is expected
          7                                  | 7 was found, an object is expected
          ``                                 | The document is empty
          """)
  void whatIsNoSuchDocumentAtAllIsMalformed(String document, String message) {
    assertThat(faults(document)).containsExactly("malformed-json: " + message);
  }

  @Test
  void faultsAboveTheLimitAreCounted() {
    String fields =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"x%d\": 0".formatted(i))
            .collect(Collectors.joining(", "));

    assertThat(faults(device(fields)))
        .hasSize(51)
        .endsWith("unknown-field: and 99950 more; fix these first");
  }

  @Test
  void aLongValueIsShownTruncatedOnOneLine() {
    String hostile = "\\n\\u001b[2J" + "x".repeat(10_000);

    assertThat(faults(device("\"%s\": 1, \"slotKind\": \"%s\"".formatted(hostile, hostile))))
        .hasSize(2)
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .contains("\\n")
                    .doesNotContain("\n", "\033")
                    .hasSizeLessThan(250));
  }
}
