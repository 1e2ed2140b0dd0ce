package dev.okayd.attach;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v1/attachments}. */
@Path("/v1/attachments")
@Produces(MediaType.APPLICATION_JSON)
public class AllAttachmentsResource {
  private static final Pattern PLACE = Pattern.compile("([a-z0-9-]{1,63})/([a-z0-9-]{1,63})");
  private static final int MOST = 1000;

  private final AllAttachments attachments;

  AllAttachmentsResource(AllAttachments attachments) {
    this.attachments = attachments;
  }

  /** A page of attachments. */
  public record AttachmentPage(List<AttachmentView> items, Optional<String> next) {}

  @GET
  public AttachmentPage list(
      @QueryParam("guest") Optional<String> guest,
      @QueryParam("backend") Optional<String> backend,
      @QueryParam("phase") Optional<String> phase,
      @QueryParam("after") Optional<String> after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER, "limit=%d: 1 to %d are expected".formatted(limit, MOST));
    }
    Optional<Matcher> place = after.map(AllAttachmentsResource::place);
    List<AttachmentView> found =
        attachments.page(
            new AllAttachments.Filter(guest, backend, phase.map(AllAttachmentsResource::phase)),
            place.map(matcher -> matcher.group(1)).orElse(""),
            place.map(matcher -> matcher.group(2)).orElse(""),
            limit);
    if (found.size() <= limit) {
      return new AttachmentPage(found, Optional.empty());
    }
    AttachmentView last = found.get(limit - 1);
    return new AttachmentPage(
        found.subList(0, limit), Optional.of(last.guest() + "/" + last.device()));
  }

  private static Matcher place(String after) {
    Matcher matcher = PLACE.matcher(after);
    if (!matcher.matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "after is the guest and the device of an attachment: guest/device");
    }
    return matcher;
  }

  private static Phase phase(String word) {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.INVALID_PARAMETER,
                    "phase is none of " + Arrays.toString(Phase.values())));
  }
}
