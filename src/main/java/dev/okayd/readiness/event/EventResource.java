package dev.okayd.readiness.event;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/events}: receives readiness events from backends. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventResource {
  private static final int MAX_BYTES = 64 * 1024;

  private final EventIntake intake;
  private final ReceiveTimeFilter firstByte;

  EventResource(EventIntake intake, ReceiveTimeFilter firstByte) {
    this.intake = intake;
    this.firstByte = firstByte;
  }

  /** The effects of the events of a request. */
  public record EventList(List<EventIntake.Accepted> events) {}

  @POST
  public RestResponse<EventList> post(
      @HeaderParam(HttpHeaders.CONTENT_TYPE) Optional<String> contentType,
      @HeaderParam("ce-specversion") Optional<String> binaryMode,
      @HeaderParam("webhook-id") Optional<String> id,
      @HeaderParam("webhook-timestamp") Optional<String> timestamp,
      @HeaderParam("webhook-signature") Optional<String> signatures,
      @Context ContainerRequestContext request,
      byte[] body) {
    boolean batch = isBatch(contentType, binaryMode);
    if (body.length > MAX_BYTES) {
      throw new OkaydException(
          ErrorCode.TOO_LARGE,
          "The body has %d bytes, at most %d are allowed".formatted(body.length, MAX_BYTES));
    }
    Signature signature = new Signature(id, timestamp, signatures);
    return RestResponse.status(
        Response.Status.ACCEPTED,
        new EventList(intake.accept(body, batch, signature, firstByte.of(request))));
  }

  private static boolean isBatch(Optional<String> contentType, Optional<String> binaryMode) {
    if (binaryMode.isPresent()) {
      throw new OkaydException(
          ErrorCode.EVENT_NOT_SIGNED_WHOLE,
          "In binary mode the attributes are headers, and the signature does not cover headers; send "
              + EventFormat.STRUCTURED);
    }
    String type =
        contentType
            .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return switch (type) {
      case EventFormat.STRUCTURED -> false;
      case EventFormat.BATCH -> true;
      default ->
          throw new OkaydException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The Content-Type is \"%s\", expected %s or %s"
                  .formatted(type, EventFormat.STRUCTURED, EventFormat.BATCH));
    };
  }
}
