package dev.okayd.guest;

import dev.okayd.bundle.TarGz;
import dev.okayd.error.Body;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.FdtWriter;
import dev.okayd.fdt.Limits;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Plan;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests}: translates between HTTP and {@link Guests}. */
@Path("/v1/guests")
@Produces(MediaType.APPLICATION_JSON)
public class GuestResource {
  private final Guests guests;

  GuestResource(Guests guests) {
    this.guests = guests;
  }

  /** A list of guests. */
  public record GuestList(List<GuestView> items) {}

  /** A token, shown once. */
  public record Token(String agentToken) {}

  @GET
  public GuestList list() {
    return new GuestList(guests.all().stream().map(guest -> GuestView.of(guest)).toList());
  }

  @PUT
  @Path("{guest}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<GuestView> put(
      @PathParam("guest") String name, @Context UriInfo uri, @Nullable GuestSpec spec) {
    GuestSpec wanted = Body.require(spec);
    if (isDry(uri)) {
      return RestResponse.ok(GuestView.preview(guests.preview(name, wanted)));
    }
    Guests.Put put = guests.put(name, wanted);
    return RestResponse.status(
        put.agentToken().isPresent() ? Response.Status.CREATED : Response.Status.OK,
        GuestView.of(put));
  }

  /**
   * A misspelt "true" may not become a change that nobody wanted, nor may two opinions. A parameter
   * without a value is none to the framework, and what a hasty person writes for "true".
   */
  private static boolean isDry(UriInfo uri) {
    List<String> dryRun = uri.getQueryParameters().getOrDefault("dryRun", List.of());
    if (dryRun.isEmpty() || dryRun.equals(List.of("false"))) {
      return false;
    }
    if (dryRun.equals(List.of("true"))) {
      return true;
    }
    throw new OkaydException(
        ErrorCode.INVALID_PARAMETER, "dryRun is neither true nor false; nothing was changed");
  }

  @GET
  @Path("{guest}")
  public GuestView get(@PathParam("guest") String name) {
    return GuestView.of(guests.get(name));
  }

  @DELETE
  @Path("{guest}")
  public void delete(@PathParam("guest") String name) {
    guests.delete(name);
  }

  @POST
  @Path("{guest}/agent-token")
  public Token renewToken(@PathParam("guest") String name) {
    return new Token(guests.renewToken(name));
  }

  @PUT
  @Path("{guest}/base-tree")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public GuestView putBaseTree(@PathParam("guest") String name, byte[] blob) {
    if (blob.length > Limits.DEFAULT.bytes()) {
      throw new OkaydException(
          ErrorCode.TOO_LARGE,
          "The tree has %d bytes, %d are the most".formatted(blob.length, Limits.DEFAULT.bytes()));
    }
    return GuestView.of(guests.putBaseTree(name, blob));
  }

  @GET
  @Path("{guest}/base-tree")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] getBaseTree(@PathParam("guest") String name) {
    return guests.baseTree(name);
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
    return TarGz.of(name, guests.bundle(name));
  }

  @GET
  @Path("{guest}/device-tree")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] deviceTreeBlob(@PathParam("guest") String name) {
    return FdtWriter.write(guests.deviceTree(name));
  }

  @GET
  @Path("{guest}/device-tree")
  @Produces(MediaType.TEXT_PLAIN)
  public String deviceTreeSource(@PathParam("guest") String name) {
    return DtsPrinter.print(guests.deviceTree(name));
  }

  @GET
  @Path("{guest}/devices/{device}/overlay")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] overlayBlob(
      @PathParam("guest") String name,
      @PathParam("device") String device,
      @QueryParam("domid") Optional<Integer> domid) {
    return guests.overlay(name, device, domid).dtbo();
  }

  @GET
  @Path("{guest}/devices/{device}/overlay")
  @Produces(MediaType.TEXT_PLAIN)
  public String overlaySource(
      @PathParam("guest") String name,
      @PathParam("device") String device,
      @QueryParam("domid") Optional<Integer> domid) {
    return guests.overlay(name, device, domid).dtso();
  }
}
