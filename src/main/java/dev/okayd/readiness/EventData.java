package dev.okayd.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.attach.Readiness;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.Grants;
import dev.okayd.plan.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data of a readiness event.
 *
 * @param devices of which it is said; of all if it is empty
 * @param domid of the backend
 * @param ttlSeconds for how long "ready" holds unless it is said again
 */
record EventData(List<ServedDevice> devices, Optional<Integer> domid, Optional<Long> ttlSeconds) {
  static final EventData NONE = new EventData(List.of(), Optional.empty(), Optional.empty());

  private static final Set<String> FIELDS = Set.of("devices", "domid", "ttlSeconds");
  private static final int MOST_DEVICES = 256;
  private static final int LONGEST_TTL_SECONDS = 86_400;

  EventData {
    devices = List.copyOf(devices);
  }

  /**
   * Reads it.
   *
   * @throws OkaydException {@code invalid-event} if it is not as the contract has it
   */
  static EventData read(JsonNode json, Readiness readiness) {
    if (json.isMissingNode()) {
      return NONE;
    }
    if (!(json instanceof ObjectNode object)) {
      throw invalid("data is a JSON object with devices, domid and ttlSeconds, all optional");
    }
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw invalid("data has devices, domid and ttlSeconds, and no other field");
              }
            });
    Optional<Integer> domid = number(object, "domid", 0, Grants.LAST_DOMID).map(Long::intValue);
    Optional<Long> ttl = number(object, "ttlSeconds", 1, LONGEST_TTL_SECONDS);
    if (ttl.isPresent() && readiness != Readiness.READY) {
      throw invalid("only \"ready\" can have ttlSeconds");
    }
    return new EventData(devices(object), domid, ttl);
  }

  private static List<ServedDevice> devices(ObjectNode data) {
    JsonNode json = data.path("devices");
    if (json.isMissingNode()) {
      return List.of();
    }
    if (!json.isArray() || json.isEmpty() || json.size() > MOST_DEVICES) {
      throw invalid("data.devices is an array of 1 to %d devices".formatted(MOST_DEVICES));
    }
    List<ServedDevice> devices = new ArrayList<>();
    for (JsonNode device : json) {
      devices.add(device(device));
    }
    return devices;
  }

  private static ServedDevice device(JsonNode json) {
    boolean texts = json.path("guest").isTextual() && json.path("device").isTextual();
    if (!texts || json.size() != 2) {
      throw invalid("each of data.devices has a guest and a device, both of them names");
    }
    return new ServedDevice(
        name("guest", json.get("guest").textValue()),
        name("device", json.get("device").textValue()));
  }

  private static String name(String what, String text) {
    if (!Names.isName(text)) {
      throw invalid(Names.complaint(what, text));
    }
    return text;
  }

  private static Optional<Long> number(ObjectNode data, String field, long least, long most) {
    JsonNode json = data.path(field);
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    boolean fits =
        json.isIntegralNumber()
            && json.canConvertToLong()
            && json.longValue() >= least
            && json.longValue() <= most;
    if (!fits) {
      throw invalid("data.%s is a number from %d to %d".formatted(field, least, most));
    }
    return Optional.of(json.longValue());
  }

  private static OkaydException invalid(String why) {
    return new OkaydException(ErrorCode.INVALID_EVENT, "The event cannot be understood: " + why);
  }
}
