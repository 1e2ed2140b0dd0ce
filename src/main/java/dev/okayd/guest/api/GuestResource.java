package dev.okayd.guest.api;

import dev.okayd.bundle.TarGz;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.GuestBatch;
import dev.okayd.guest.planning.GuestBatches;
import dev.okayd.guest.planning.GuestEntityTags;
import dev.okayd.guest.planning.GuestPlanningResult;
import dev.okayd.guest.planning.Guests;
import dev.okayd.http.DryRun;
import dev.okayd.http.EntityTagResponses;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.http.Preconditions;
import dev.okayd.http.RequestBody;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.GuestSpec;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests}: guests over HTTP. */
@Path("/v1/guests")
@Produces(MediaType.APPLICATION_JSON)
public class GuestResource {
  private final Guests guests;
  private final GuestPages pages;
  private final GuestBatches batches;
  private final GuestFiles files;
  private final Idempotent idempotent;

  GuestResource(
      Guests guests,
      GuestPages pages,
      GuestBatches batches,
      GuestFiles files,
      Idempotent idempotent) {
    this.guests = guests;
    this.pages = pages;
    this.batches = batches;
    this.files = files;
    this.idempotent = idempotent;
  }

  /** The guests of a batch. */
  public record GuestList(List<GuestView> items) {}

  /** A token. okayd shows it only once. */
  public record Token(String agentToken) {}

  @GET
  public Page<GuestView> list(
      @QueryParam("after") Optional<String> after,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("platform") Optional<String> platform,
      @QueryParam("backend") Optional<String> backend) {
    return pages
        .page(PageRequest.byName("guest", after, limit), new GuestFilter(platform, backend))
        .map(guest -> GuestView.of(guest));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public GuestList putMany(@Context UriInfo uri, @Nullable GuestBatch body) {
    GuestBatch batch = RequestBody.require(body).requireBounded();
    return DryRun.isWanted(uri)
        ? new GuestList(batches.preview(batch).stream().map(GuestView::preview).toList())
        : new GuestList(batches.put(batch).stream().map(put -> GuestView.of(put)).toList());
  }

  @PUT
  @Path("{guest}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<GuestView> put(
      @PathParam("guest") String name,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Nullable GuestSpec spec) {
    GuestSpec wanted = RequestBody.require(spec);
    Preconditions conditions = Preconditions.of(headers);
    if (DryRun.isWanted(uri)) {
      return RestResponse.ok(GuestView.preview(guests.preview(name, wanted, conditions)));
    }
    GuestPlanningResult put = guests.put(name, wanted, conditions);
    return EntityTagResponses.with(
        GuestEntityTags.guest(put.guest()),
        put.agentToken().isPresent() ? Response.Status.CREATED : Response.Status.OK,
        GuestView.of(put));
  }

  @GET
  @Path("{guest}")
  public RestResponse<GuestView> get(
      @PathParam("guest") String name, @Context HttpHeaders headers) {
    Guest guest = guests.get(name);
    return EntityTagResponses.read(
        Preconditions.of(headers), GuestEntityTags.guest(guest), GuestView.of(guest));
  }

  @DELETE
  @Path("{guest}")
  public void delete(@PathParam("guest") String name, @Context HttpHeaders headers) {
    guests.delete(name, Preconditions.of(headers));
  }

  @POST
  @Path("{guest}/agent-token")
  public Response renewToken(@PathParam("guest") String name, @Context HttpServerRequest request) {
    return idempotent.answer(
        request, handle -> Answer.ok(new Token(guests.renewToken(handle, name))));
  }

  @PUT
  @Path("{guest}/base-tree")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public RestResponse<GuestView> putBaseTree(
      @PathParam("guest") String name, @Context HttpHeaders headers, byte[] blob) {
    if (blob.length > Limits.DEFAULT.bytes()) {
      throw new OkaydException(
          ErrorCode.TOO_LARGE,
          "The tree has %d bytes; the maximum is %d"
              .formatted(blob.length, Limits.DEFAULT.bytes()));
    }
    Guest guest = guests.putBaseTree(name, blob, Preconditions.of(headers));
    return EntityTagResponses.with(
        GuestEntityTags.guest(guest), Response.Status.OK, GuestView.of(guest));
  }

  @GET
  @Path("{guest}/base-tree")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] getBaseTree(@PathParam("guest") String name) {
    return files.baseTree(name);
  }

  @GET
  @Path("{guest}/plan")
  public Plan plan(@PathParam("guest") String name) {
    return guests.get(name).plan();
  }

  @GET
  @Path("{guest}/bundle")
  @Produces("application/gzip")
  public byte[] bundle(@PathParam("guest") String name) {
    return TarGz.of(name, files.bundle(name));
  }

  @GET
  @Path("{guest}/device-tree")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] deviceTreeBlob(@PathParam("guest") String name) {
    return FdtWriter.write(files.deviceTree(name));
  }

  @GET
  @Path("{guest}/device-tree")
  @Produces(MediaType.TEXT_PLAIN)
  public String deviceTreeSource(@PathParam("guest") String name) {
    return DtsPrinter.print(files.deviceTree(name));
  }

  @GET
  @Path("{guest}/devices/{device}/overlay")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] overlayBlob(
      @PathParam("guest") String name,
      @PathParam("device") String device,
      @QueryParam("domid") Optional<Integer> domid) {
    return files.overlay(name, device, domid).dtbo();
  }

  @GET
  @Path("{guest}/devices/{device}/overlay")
  @Produces(MediaType.TEXT_PLAIN)
  public String overlaySource(
      @PathParam("guest") String name,
      @PathParam("device") String device,
      @QueryParam("domid") Optional<Integer> domid) {
    return files.overlay(name, device, domid).dtso();
  }
}
