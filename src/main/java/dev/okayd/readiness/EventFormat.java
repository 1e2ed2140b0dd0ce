package dev.okayd.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.attach.Readiness;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads readiness events from the JSON format of CloudEvents 1.0, one or a batch. */
final class EventFormat {
  static final String STRUCTURED = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  private static final int MOST_IN_A_BATCH = 64;
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_EPOCH = 64;
  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EventFormat() {}

  /**
   * The events of a body: at least one, all of one source.
   *
   * @throws OkaydException if they are not
   */
  static List<ReadinessEvent> read(byte[] body, boolean batch) {
    List<ReadinessEvent> events = new ArrayList<>();
    if (batch) {
      for (JsonNode element : elements(body)) {
        events.add(event(element.toString().getBytes(StandardCharsets.UTF_8)));
      }
    } else {
      events.add(event(body));
    }
    if (events.stream().map(ReadinessEvent::source).distinct().count() > 1) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The events of a batch are of several sources, but it has one signature; send one batch for each");
    }
    return events;
  }

  private static List<JsonNode> elements(byte[] body) {
    JsonNode batch;
    try {
      batch = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw notACloudEvent("the batch is no JSON");
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
    if (!batch.isArray() || batch.isEmpty() || batch.size() > MOST_IN_A_BATCH) {
      throw notACloudEvent("a batch is an array of 1 to " + MOST_IN_A_BATCH + " events");
    }
    List<JsonNode> elements = new ArrayList<>();
    batch.forEach(elements::add);
    return elements;
  }

  private static ReadinessEvent event(byte[] json) {
    @Nullable CloudEvent event;
    try {
      event = new JsonFormat().deserialize(json);
    } catch (EventDeserializationException | CloudEventRWException | IllegalStateException e) {
      // the message of the SDK's outermost exception names Java classes only
      throw notACloudEvent(
          "the attributes specversion, id, source and type of CloudEvents 1.0 are expected");
    }
    if (event == null) {
      throw notACloudEvent("it is null");
    }
    if (event.getSpecVersion() != SpecVersion.V1) {
      throw notACloudEvent("its specversion is " + event.getSpecVersion() + ", 1.0 is expected");
    }
    return new ReadinessEvent(
        bounded(event.getId(), "id", LONGEST_ID),
        event.getSource().toString(),
        readiness(event),
        epoch(event),
        sequence(event));
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
                  "dev.okayd.backend.ready.v1, .draining.v1 and .lost.v1 are known, this is \"%s\""
                      .formatted(event.getType()));
        };
    if (event.getData() != null) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event has data, but what a backend says holds for all its devices; leave data out");
    }
    return readiness;
  }

  private static String epoch(CloudEvent event) {
    return Optional.ofNullable(event.getExtension("epoch"))
        .map(Object::toString)
        .map(epoch -> bounded(epoch, "epoch", LONGEST_EPOCH))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.INVALID_EVENT,
                    "The event has no epoch, which tells this start of the backend from others"));
  }

  private static long sequence(CloudEvent event) {
    return Optional.ofNullable(event.getExtension("sequence"))
        .map(Object::toString)
        .filter(text -> SEQUENCE.matcher(text).matches())
        .map(Long::parseLong)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.INVALID_EVENT,
                    "The event has no sequence, a number from 0 that grows within the epoch"));
  }

  private static String bounded(String text, String what, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event's %s has %d characters, 1 to %d are expected"
              .formatted(what, text.length(), longest));
    }
    return text;
  }

  private static OkaydException notACloudEvent(String why) {
    return new OkaydException(ErrorCode.NOT_A_CLOUDEVENT, "This is no CloudEvent: " + why);
  }
}
