package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.json.StoredJson;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/stream}: the log as it grows, as server-sent events. */
@Path("/v1/stream")
public class LogStreamResource {
  private final LogStreams streams;
  private final StoredJson json;

  LogStreamResource(LogStreams streams, StoredJson json) {
    this.streams = streams;
    this.json = json;
  }

  /** A stream from the reader's position, or from the next entry. */
  @GET
  @Blocking
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> stream(
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) Optional<Long> lastEventId,
      @QueryParam("after") Optional<Long> after,
      @QueryParam("type") Optional<String> type,
      @QueryParam("subject") Optional<String> subject,
      @Context Sse sse) {
    Optional<Long> from = lastEventId.or(() -> after);
    if (from.filter(seq -> seq < 0).isPresent()) {
      throw new OkaydException(ErrorCode.INVALID_PARAMETER, "after and Last-Event-ID begin at 0");
    }
    return streams.stream(new LogFilter(type, subject), from)
        .map(event -> sent(sse.newEventBuilder(), event));
  }

  private OutboundSseEvent sent(OutboundSseEvent.Builder builder, LogStreamEvent event) {
    if (event instanceof LogStreamEvent.Appended appended) {
      LogEntry entry = appended.entry();
      return builder
          .id(Long.toString(entry.seq()))
          .name(entry.type())
          .data(String.class, json.write(entry))
          .build();
    }
    if (event instanceof LogStreamEvent.CutOff cutOff) {
      return builder
          .id(Long.toString(cutOff.last()))
          .name("cut-off")
          .data(String.class, json.write(Map.of("resumeBehind", cutOff.last())))
          .build();
    }
    return builder.comment("").build();
  }
}
