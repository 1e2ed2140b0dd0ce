package dev.okayd.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.attach.Readiness;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.Texts;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
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
final class EventFormat {
  static final String STRUCTURED = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  private static final int MOST_IN_A_BATCH = 64;
  private static final int LONGEST_ID = 200;
  static final int LONGEST_EPOCH = 64;
  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

  /** As strict as can be: nobody may read something else in a signed body than okayd does. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(JsonFormat.getCloudEventJacksonModule())
          .build();

  private EventFormat() {}

  /**
   * The events of a body: at least one, all of one source.
   *
   * @param receivedAt when the first byte of it came in
   * @throws OkaydException if they are not
   */
  static List<ReadinessEvent> read(byte[] body, boolean batch, Instant receivedAt) {
    JsonNode document = document(body);
    List<JsonNode> elements = batch ? elements(document) : List.of(document);
    List<ReadinessEvent> events =
        elements.stream().map(element -> event(element, receivedAt)).toList();
    if (events.stream().map(ReadinessEvent::source).distinct().count() > 1) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The events of a batch are of several sources, but it has one signature; send one batch for each");
    }
    return events;
  }

  private static JsonNode document(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw notACloudEvent("the body is no JSON, or has a field twice");
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  private static List<JsonNode> elements(JsonNode batch) {
    if (!batch.isArray() || batch.isEmpty() || batch.size() > MOST_IN_A_BATCH) {
      throw notACloudEvent("a batch is an array of 1 to " + MOST_IN_A_BATCH + " events");
    }
    List<JsonNode> elements = new ArrayList<>();
    batch.forEach(elements::add);
    return elements;
  }

  private static ReadinessEvent event(JsonNode json, Instant receivedAt) {
    if (!(json instanceof ObjectNode object)) {
      throw notACloudEvent("a JSON object is expected");
    }
    // the SDK's extension attributes know neither long numbers nor that an epoch is a string
    JsonNode epoch = object.path("epoch");
    JsonNode sequence = object.path("sequence");
    JsonNode data = object.path("data");
    CloudEvent event = cloudEvent(object.without(List.of("epoch", "sequence", "data")));
    Readiness readiness = readiness(event);
    EventData said = EventData.read(data, readiness);
    return new ReadinessEvent(
        bounded(event.getId(), "id", LONGEST_ID),
        event.getSource().toString(),
        readiness,
        epoch(epoch),
        sequence(sequence),
        Optional.ofNullable(event.getTime()).map(EventFormat::time),
        said.devices(),
        said.domid(),
        said.ttlSeconds().map(Duration::ofSeconds),
        receivedAt);
  }

  private static CloudEvent cloudEvent(ObjectNode json) {
    CloudEvent event;
    try {
      event = MAPPER.treeToValue(json, CloudEvent.class);
    } catch (CloudEventRWException | IllegalStateException | JsonProcessingException e) {
      // the message of the SDK's outermost exception names Java classes only
      throw notACloudEvent(
          "the attributes specversion, id, source and type of CloudEvents 1.0 are expected");
    }
    if (event.getSpecVersion() != SpecVersion.V1) {
      throw notACloudEvent("its specversion is " + event.getSpecVersion() + ", 1.0 is expected");
    }
    return event;
  }

  private static Readiness readiness(CloudEvent event) {
    Readiness readiness =
        switch (event.getType()) {
          case "dev.okayd.backend.ready.v1" -> Readiness.READY;
          case "dev.okayd.backend.draining.v1" -> Readiness.DRAINING;
          case "dev.okayd.backend.lost.v1" -> Readiness.LOST;
          default ->
              throw new OkaydException(
                  ErrorCode.UNKNOWN_EVENT_TYPE,
                  "dev.okayd.backend.ready.v1, .draining.v1 and .lost.v1 are known, this is another one");
        };
    if (event.getData() != null) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT, "The event has data_base64; its data is a JSON object");
    }
    return readiness;
  }

  private static String epoch(JsonNode epoch) {
    if (!epoch.isTextual()) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event has no epoch, a string that tells this start of the backend from others");
    }
    return bounded(epoch.textValue(), "epoch", LONGEST_EPOCH);
  }

  private static long sequence(JsonNode sequence) {
    String text = sequence.isIntegralNumber() || sequence.isTextual() ? sequence.asText() : "";
    if (!SEQUENCE.matcher(text).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event has no sequence, a number of at most 18 digits that grows within the epoch");
    }
    return Long.parseLong(text);
  }

  /** RFC 3339 has years of four digits; a database has no room for the longest that Java reads. */
  private static Instant time(OffsetDateTime time) {
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event's time is of year %d, 0 to 9999 is expected".formatted(time.getYear()));
    }
    return time.toInstant();
  }

  private static String bounded(String text, String what, int longest) {
    if (!Texts.isBounded(text, longest)) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event's %s has %d characters%s, 1 to %d are expected"
              .formatted(
                  what,
                  text.length(),
                  Texts.fault(text).map(fault -> " and " + fault).orElse(""),
                  longest));
    }
    return text;
  }

  private static OkaydException notACloudEvent(String why) {
    return new OkaydException(ErrorCode.NOT_A_CLOUDEVENT, "This is no CloudEvent: " + why);
  }
}
