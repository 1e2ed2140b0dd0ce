package dev.okayd.readiness.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the attributes of an event against CloudEvents 1.0 (spec.md, "Context Attributes" and
 * "Naming Conventions"; json-format.md, 2.2). The SDK does not say which attribute is wrong, and it
 * accepts objects as values.
 */
final class AttributeFaults {
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");
  private static final Set<String> STRINGS =
      Set.of("specversion", "id", "source", "type", "datacontenttype", "subject");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

  /** Messages truncate a longer text. */
  private static final int MAX_SHOWN = 100;

  private final EventFaults faults;
  private boolean found;

  private AttributeFaults(EventFaults faults) {
    this.faults = faults;
  }

  /** Adds a fault for each wrong attribute; returns whether there was one. */
  static boolean addTo(EventFaults faults, ObjectNode event) {
    AttributeFaults attributes = new AttributeFaults(faults);
    REQUIRED.stream()
        .filter(name -> event.path(name).isMissingNode() || event.path(name).isNull())
        .forEach(name -> attributes.fault(name + " is missing"));
    event.properties().stream()
        .filter(attribute -> !attribute.getValue().isNull())
        .forEach(attribute -> attributes.check(attribute.getKey(), attribute.getValue()));
    return attributes.found;
  }

  private void fault(String text) {
    found = true;
    faults.add(ErrorCode.NOT_A_CLOUDEVENT, "This is not a CloudEvent: " + text);
  }

  private void check(String name, JsonNode value) {
    switch (name) {
      case "time" -> time(value);
      case "source", "dataschema" -> uri(name, value);
      case "data_base64" -> {
        // EventFormat refuses it with a message of its own
      }
      default -> {
        if (STRINGS.contains(name)) {
          string(name, value);
        } else {
          extension(name, value);
        }
      }
    }
  }

  private void string(String name, JsonNode value) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      fault("%s is %s, expected a string that is not empty".formatted(name, shown(value)));
    } else if (name.equals("specversion") && !value.textValue().equals("1.0")) {
      fault("specversion is %s, expected \"1.0\"".formatted(shown(value)));
    }
  }

  private void time(JsonNode value) {
    try {
      OffsetDateTime unused = OffsetDateTime.parse(value.isTextual() ? value.textValue() : "");
    } catch (DateTimeParseException e) {
      fault(
          "time is %s, expected an RFC 3339 time with a zone, such as \"2026-08-01T10:11:12Z\""
              .formatted(shown(value)));
    }
  }

  private void uri(String name, JsonNode value) {
    string(name, value);
    if (value.isTextual()) {
      try {
        URI unused = new URI(value.textValue());
      } catch (URISyntaxException e) {
        fault("%s is %s, expected a URI reference".formatted(name, shown(value)));
      }
    }
  }

  private void extension(String name, JsonNode value) {
    if (!NAME.matcher(name).matches()) {
      fault(
          "\"%s\" is not an attribute name; expected lower-case letters and digits only"
              .formatted(cut(name)));
    } else if (!value.isTextual()
        && !value.isBoolean()
        && !(value.isIntegralNumber() && value.canConvertToInt())) {
      fault(
          "%s is %s, expected a string, a boolean or a 32-bit integer"
              .formatted(cut(name), shown(value)));
    }
  }

  private static String shown(JsonNode value) {
    return cut(value.toString());
  }

  private static String cut(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }
}
