package dev.okayd.readiness.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.document.KnownWords;
import dev.okayd.document.Texts;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads readiness events from the JSON format of CloudEvents 1.0, one or a batch. */
public final class EventFormat {
  public static final String STRUCTURED = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  private static final String READY = "dev.okayd.backend.ready.v1";
  private static final String DRAINING = "dev.okayd.backend.draining.v1";
  private static final String LOST = "dev.okayd.backend.lost.v1";
  private static final KnownWords TYPES = new KnownWords(List.of(READY, DRAINING, LOST));

  private static final int MAX_BATCH = 64;
  private static final int LONGEST_ID = 200;
  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

  /** Strict, so that no other reader can interpret a signed body differently from okayd. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(JsonFormat.getCloudEventJacksonModule())
          .build();

  private EventFormat() {}

  /**
   * Reads the events of a body: at least one, all from one source.
   *
   * @param receivedAt when the first byte of the body arrived
   * @throws OkaydException with every fault if the body is invalid
   */
  static List<ReadinessEvent> read(byte[] body, boolean batch, Instant receivedAt) {
    JsonNode document = document(body);
    EventFaults faults = EventFaults.ofOne();
    List<ReadinessEvent> events = new ArrayList<>();
    if (batch) {
      List<JsonNode> elements = elements(document);
      for (int i = 0; i < elements.size(); i++) {
        event(elements.get(i), receivedAt, faults.ofElement(i)).ifPresent(events::add);
      }
    } else {
      event(document, receivedAt, faults).ifPresent(events::add);
    }
    faults.all().refuseIfAny();
    if (events.stream().map(ReadinessEvent::source).distinct().count() > 1) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The batch has events of several sources but only one signature; send one batch for each source");
    }
    return events;
  }

  private static JsonNode document(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw notACloudEvent("the body is not JSON, or has a duplicate field");
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  private static List<JsonNode> elements(JsonNode batch) {
    if (!batch.isArray() || batch.isEmpty() || batch.size() > MAX_BATCH) {
      throw notACloudEvent("a batch must be an array of 1 to " + MAX_BATCH + " events");
    }
    List<JsonNode> elements = new ArrayList<>();
    batch.forEach(elements::add);
    return elements;
  }

  /** Reads an event and collects its faults; empty if a required part is missing or wrong. */
  private static Optional<ReadinessEvent> event(
      JsonNode json, Instant receivedAt, EventFaults faults) {
    if (!(json instanceof ObjectNode object)) {
      notACloudEvent("expected a JSON object", faults);
      return Optional.empty();
    }
    // extension attributes in the SDK cannot hold long numbers, nor require a string for epoch
    JsonNode epochNode = object.path("epoch");
    JsonNode sequenceNode = object.path("sequence");
    JsonNode data = object.hasNonNull("data") ? object.path("data") : MissingNode.getInstance();
    Optional<CloudEvent> event =
        cloudEvent(object.without(List.of("epoch", "sequence", "data")), faults);
    Optional<Readiness> readiness = event.flatMap(read -> readiness(read, faults));
    event.ifPresent(read -> bounded(read.getId(), "id", LONGEST_ID, faults));
    Optional<Instant> time = event.map(CloudEvent::getTime).flatMap(read -> time(read, faults));
    Optional<String> epoch = epoch(epochNode, faults);
    Optional<Long> sequence = sequence(sequenceNode, faults);
    EventData eventData = EventData.read(data, readiness.orElse(Readiness.READY), faults);
    if (event.isEmpty() || readiness.isEmpty() || epoch.isEmpty() || sequence.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReadinessEvent(
            event.get().getId(),
            event.get().getSource().toString(),
            readiness.get(),
            epoch.get(),
            sequence.get(),
            time,
            eventData.devices(),
            eventData.domid(),
            eventData.ttlSeconds().map(Duration::ofSeconds),
            receivedAt));
  }

  private static Optional<CloudEvent> cloudEvent(ObjectNode json, EventFaults faults) {
    if (AttributeFaults.addTo(faults, json)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(json, CloudEvent.class));
    } catch (CloudEventRWException | IllegalStateException | JsonProcessingException e) {
      // the message of the SDK's outermost exception only names Java classes
      notACloudEvent("its attributes do not follow CloudEvents 1.0", faults);
      return Optional.empty();
    }
  }

  private static Optional<Readiness> readiness(CloudEvent event, EventFaults faults) {
    if (event.getData() != null) {
      faults.add(
          ErrorCode.INVALID_EVENT, "The event has data_base64; expected data, a JSON object");
    }
    return switch (event.getType()) {
      case READY -> Optional.of(Readiness.READY);
      case DRAINING -> Optional.of(Readiness.DRAINING);
      case LOST -> Optional.of(Readiness.LOST);
      default -> {
        faults.add(ErrorCode.UNKNOWN_EVENT_TYPE, TYPES.noneOf(TextNode.valueOf(event.getType())));
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> epoch(JsonNode epoch, EventFaults faults) {
    if (!epoch.isTextual()) {
      faults.add(
          ErrorCode.INVALID_EVENT,
          "The event has no valid epoch; expected a string that identifies this start of the backend");
      return Optional.empty();
    }
    bounded(epoch.textValue(), "epoch", Epoch.LONGEST_GIVEN_ID, faults);
    return Optional.of(epoch.textValue());
  }

  private static Optional<Long> sequence(JsonNode sequence, EventFaults faults) {
    String text = sequence.isIntegralNumber() || sequence.isTextual() ? sequence.asText() : "";
    if (!SEQUENCE.matcher(text).matches()) {
      faults.add(
          ErrorCode.INVALID_EVENT,
          "The event has no valid sequence; expected a number of at most 18 digits that increases within the epoch");
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text));
  }

  /** RFC 3339 has years of four digits; Java reads longer ones, which databases cannot store. */
  private static Optional<Instant> time(OffsetDateTime time, EventFaults faults) {
    if (time.getYear() < 0 || time.getYear() > 9999) {
      faults.add(
          ErrorCode.INVALID_EVENT,
          "The time of the event has the year %d, expected 0 to 9999".formatted(time.getYear()));
      return Optional.empty();
    }
    return Optional.of(time.toInstant());
  }

  private static void bounded(String text, String what, int longest, EventFaults faults) {
    if (!Texts.isBounded(text, longest)) {
      faults.add(
          ErrorCode.INVALID_EVENT,
          "The %s of the event has %d characters%s, expected 1 to %d"
              .formatted(
                  what,
                  text.length(),
                  Texts.fault(text).map(fault -> " and " + fault).orElse(""),
                  longest));
    }
  }

  private static void notACloudEvent(String why, EventFaults faults) {
    faults.add(ErrorCode.NOT_A_CLOUDEVENT, "This is not a CloudEvent: " + why);
  }

  private static OkaydException notACloudEvent(String why) {
    return new OkaydException(ErrorCode.NOT_A_CLOUDEVENT, "This is not a CloudEvent: " + why);
  }
}
