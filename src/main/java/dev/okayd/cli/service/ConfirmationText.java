package dev.okayd.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the lines that the agent prints when a person applies or removes an overlay. */
final class ConfirmationText {
  /** The maximum length of a kernel message that okayd accepts. */
  private static final int LONGEST_MESSAGE = 500;

  private static final Set<ConfirmationField> REQUIRED =
      EnumSet.of(ConfirmationField.RESULT, ConfirmationField.BOOT_ID);

  private final ObjectNode outcome = JsonNodeFactory.instance.objectNode();
  private final ObjectNode proof = JsonNodeFactory.instance.objectNode();
  private final Set<ConfirmationField> seen = EnumSet.noneOf(ConfirmationField.class);
  private final List<Fault> faults = new ArrayList<>();

  private ConfirmationText() {}

  /**
   * Parses a confirmation.
   *
   * @throws OkaydException with a fault for each line that the agent does not print
   */
  static JsonNode read(String text) {
    ConfirmationText reading = new ConfirmationText();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        reading.line(i + 1, lines.get(i));
      }
    }
    return reading.confirmation();
  }

  private void line(int number, String line) {
    int colon = line.indexOf(": ");
    Optional<ConfirmationField> field =
        ConfirmationField.named(line.substring(0, Math.max(0, colon)));
    if (field.isEmpty()) {
      fault("line %d: \"%s\" is not a line of okayd-agent".formatted(number, start(line)));
    } else if (!seen.add(field.get())) {
      fault(
          "line %d: %s occurs twice; confirm one output at a time".formatted(number, field.get()));
    } else {
      value(number, field.get(), line.substring(colon + 2).strip());
    }
  }

  private void value(int number, ConfirmationField field, String whole) {
    String value =
        field == ConfirmationField.MESSAGE
            ? whole.substring(0, Math.min(whole.length(), LONGEST_MESSAGE))
            : whole;
    if (field.takes(value)) {
      field.put(value, outcome, proof);
    } else {
      fault(
          "line %d: %s is \"%s\", expected %s"
              .formatted(number, field, start(value), field.expected()));
    }
  }

  private JsonNode confirmation() {
    REQUIRED.stream()
        .filter(field -> !seen.contains(field))
        .forEach(field -> fault("there is no line \"" + field + ": \""));
    if (!faults.isEmpty()) {
      throw new OkaydException(faults);
    }
    return outcome.set("proof", proof);
  }

  private void fault(String message) {
    faults.add(new Fault(ErrorCode.MALFORMED_REQUEST, message));
  }

  private static String start(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
