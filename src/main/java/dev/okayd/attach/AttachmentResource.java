package dev.okayd.attach;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /v1/guests/{guest}/attachments} and the attachment of one device. */
@Path("/v1/guests/{guest}")
@Produces(MediaType.APPLICATION_JSON)
public class AttachmentResource {
  private final Attachments attachments;

  AttachmentResource(Attachments attachments) {
    this.attachments = attachments;
  }

  /** A list of attachments. */
  public record AttachmentList(List<AttachmentView> items) {}

  @GET
  @Path("attachments")
  public AttachmentList list(@PathParam("guest") String guest) {
    return new AttachmentList(attachments.ofGuest(guest));
  }

  @GET
  @Path("devices/{device}/attachment")
  public AttachmentView get(@PathParam("guest") String guest, @PathParam("device") String device) {
    return attachments.get(guest, device);
  }

  @POST
  @Path("devices/{device}/attachment/retry")
  public AttachmentView retry(
      @PathParam("guest") String guest, @PathParam("device") String device) {
    return attachments.retry(guest, device);
  }
}
