package dev.okayd.readiness.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ServedDevice;
import dev.okayd.document.KnownWords;
import dev.okayd.document.Names;
import dev.okayd.plan.spec.BackendSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data of a readiness event.
 *
 * @param devices the devices concerned; all devices of the backend if empty
 * @param domid of the backend
 * @param ttlSeconds how long "ready" is valid unless the backend renews it
 */
record EventData(List<ServedDevice> devices, Optional<Integer> domid, Optional<Long> ttlSeconds) {
  static final EventData NONE = new EventData(List.of(), Optional.empty(), Optional.empty());

  private static final KnownWords FIELDS =
      new KnownWords(List.of("devices", "domid", "ttlSeconds"));
  private static final int MAX_DEVICES = 256;
  private static final int LONGEST_TTL_SECONDS = 86_400;

  EventData {
    devices = List.copyOf(devices);
  }

  /** Reads the data; each part that violates the contract becomes a fault and is left out. */
  static EventData read(JsonNode json, Readiness readiness, EventFaults faults) {
    if (json.isMissingNode()) {
      return NONE;
    }
    if (!(json instanceof ObjectNode object)) {
      faults.add("data must be a JSON object with devices, domid and ttlSeconds, all optional");
      return NONE;
    }
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.have(field)) {
                faults.unknownField("data", field, FIELDS);
              }
            });
    Optional<Integer> domid =
        number(object, "domid", 0, BackendSpec.LAST_DOMID, faults).map(Long::intValue);
    Optional<Long> ttl = number(object, "ttlSeconds", 1, LONGEST_TTL_SECONDS, faults);
    if (ttl.isPresent() && readiness != Readiness.READY) {
      faults.add("only a \"ready\" event may have ttlSeconds");
    }
    return new EventData(devices(object, faults), domid, ttl);
  }

  private static List<ServedDevice> devices(ObjectNode data, EventFaults faults) {
    JsonNode json = data.path("devices");
    if (json.isMissingNode()) {
      return List.of();
    }
    if (!json.isArray() || json.isEmpty() || json.size() > MAX_DEVICES) {
      faults.add("data.devices must be an array of 1 to %d devices".formatted(MAX_DEVICES));
      return List.of();
    }
    List<ServedDevice> devices = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      device(json.get(i), "data.devices[%d]".formatted(i), faults).ifPresent(devices::add);
    }
    return devices;
  }

  private static Optional<ServedDevice> device(JsonNode json, String place, EventFaults faults) {
    boolean texts = json.path("guest").isTextual() && json.path("device").isTextual();
    if (!texts || json.size() != 2) {
      faults.add("%s must have exactly guest and device, both names".formatted(place));
      return Optional.empty();
    }
    String guest = json.get("guest").textValue();
    String device = json.get("device").textValue();
    name("guest", guest, place + ".guest", faults);
    name("device", device, place + ".device", faults);
    return Optional.of(new ServedDevice(guest, device));
  }

  private static void name(String what, String text, String place, EventFaults faults) {
    if (!Names.isName(text)) {
      faults.add("%s (at %s)".formatted(Names.complaint(what, text), place));
    }
  }

  private static Optional<Long> number(
      ObjectNode data, String field, long least, long most, EventFaults faults) {
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
      faults.add("data.%s must be a number from %d to %d".formatted(field, least, most));
      return Optional.empty();
    }
    return Optional.of(json.longValue());
  }
}
