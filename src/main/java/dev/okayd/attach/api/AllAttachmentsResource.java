package dev.okayd.attach.api;

import dev.okayd.attach.Phase;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /v1/attachments}. */
@Path("/v1/attachments")
@Produces(MediaType.APPLICATION_JSON)
public class AllAttachmentsResource {
  private static final Pattern PLACE = Pattern.compile("[a-z0-9-]{1,63}/[a-z0-9-]{1,63}");

  private final AttachmentPages attachments;

  AllAttachmentsResource(AttachmentPages attachments) {
    this.attachments = attachments;
  }

  @GET
  public Page<AttachmentView> list(
      @QueryParam("guest") Optional<String> guest,
      @QueryParam("backend") Optional<String> backend,
      @QueryParam("phase") Optional<String> phase,
      @QueryParam("after") Optional<String> after,
      @QueryParam("limit") Optional<Integer> limit) {
    return attachments.page(
        new AttachmentPages.Filter(guest, backend, phase.map(AllAttachmentsResource::phase)),
        PageRequest.of(after.map(AllAttachmentsResource::place), limit));
  }

  private static String place(String after) {
    if (!PLACE.matcher(after).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "after is the guest and the device of an attachment: guest/device");
    }
    return after;
  }

  private static Phase phase(String word) {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.INVALID_PARAMETER,
                    "phase is \"%s\", expected is one of %s"
                        .formatted(word, Arrays.toString(Phase.values()))));
  }
}
