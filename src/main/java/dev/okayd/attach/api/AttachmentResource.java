package dev.okayd.attach.api;

import dev.okayd.attach.Intent;
import dev.okayd.attach.agent.Confirmation;
import dev.okayd.attach.agent.Confirmations;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.http.RequestBody;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests/{guest}/attachments} and the attachment of one device. */
@Path("/v1/guests/{guest}")
@Produces(MediaType.APPLICATION_JSON)
public class AttachmentResource {
  private final Attachments attachments;
  private final Confirmations confirmations;
  private final ReconcileTrigger trigger;
  private final Idempotent idempotent;

  AttachmentResource(
      Attachments attachments,
      Confirmations confirmations,
      ReconcileTrigger trigger,
      Idempotent idempotent) {
    this.attachments = attachments;
    this.confirmations = confirmations;
    this.trigger = trigger;
    this.idempotent = idempotent;
  }

  /** A list of attachments. */
  public record AttachmentList(List<AttachmentView> items) {}

  /** What is wanted of a device. */
  public record Wanted(Intent intent) {}

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

  @PUT
  @Path("devices/{device}/attachment")
  @Consumes(MediaType.APPLICATION_JSON)
  public AttachmentView want(
      @PathParam("guest") String guest,
      @PathParam("device") String device,
      @Nullable Wanted wanted) {
    return attachments.want(guest, device, RequestBody.require(wanted).intent());
  }

  @DELETE
  @Path("devices/{device}/attachment")
  public AttachmentView delete(
      @PathParam("guest") String guest, @PathParam("device") String device) {
    return attachments.want(guest, device, Intent.DETACHED);
  }

  @GET
  @Path("devices/{device}/attachment/timeline")
  public TimelineView timeline(
      @PathParam("guest") String guest, @PathParam("device") String device) {
    return attachments.timeline(guest, device);
  }

  @POST
  @Path("devices/{device}/attachment/retry")
  public Response retry(
      @PathParam("guest") String guest,
      @PathParam("device") String device,
      @Context HttpServerRequest request) {
    return idempotent.answer(
        request,
        handle ->
            Answer.ok(attachments.retry(handle, guest, device))
                .then(() -> trigger.reconcile(guest)));
  }

  @POST
  @Path("devices/{device}/attachment/confirmation")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response confirm(
      @PathParam("guest") String guest,
      @PathParam("device") String device,
      @Context HttpServerRequest request,
      @Nullable Confirmation body) {
    Confirmation confirmation = RequestBody.require(body);
    return idempotent.answer(
        request,
        confirmation,
        handle ->
            Answer.ok(AttachmentView.of(confirmations.take(handle, guest, device, confirmation)))
                .then(() -> trigger.reconcile(guest)));
  }
}
