package dev.okayd.guest;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.DryRun;
import dev.okayd.http.EntityTagResponses;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.http.Preconditions;
import dev.okayd.http.RequestBody;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import dev.okayd.plan.DeviceSpec;
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
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests/{guest}/devices}. A device has the version of its guest. */
@Path("/v1/guests/{guest}")
@Produces(MediaType.APPLICATION_JSON)
public class DeviceResource {
  private final Guests guests;
  private final Devices devices;
  private final Idempotent idempotent;

  DeviceResource(Guests guests, Devices devices, Idempotent idempotent) {
    this.guests = guests;
    this.devices = devices;
    this.idempotent = idempotent;
  }

  @GET
  @Path("devices")
  public Page<DeviceView> list(
      @PathParam("guest") String name,
      @QueryParam("after") Optional<String> after,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("backend") Optional<String> backend) {
    backend.ifPresent(wanted -> Names.require("backend", wanted));
    Guest guest = guests.get(name);
    return devices
        .page(
            guest,
            PageRequest.byName("device", after, limit),
            slot -> backend.filter(wanted -> !wanted.equals(slot.backend())).isEmpty())
        .map(slot -> DeviceView.of(guest, slot));
  }

  @POST
  @Path("devices")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(
      @PathParam("guest") String name,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      @Nullable DeviceSpec body) {
    DeviceSpec device = RequestBody.require(body);
    Preconditions conditions = Preconditions.of(headers);
    if (DryRun.isWanted(uri)) {
      return Response.ok(DeviceView.of(devices.previewAdd(name, device, conditions))).build();
    }
    return idempotent.answer(
        request, device, handle -> added(devices.add(handle, name, device, conditions)));
  }

  private Answer added(DeviceChange change) {
    String guest = change.after().name();
    return Answer.created(
            "/v1/guests/" + guest + "/devices/" + change.device(), DeviceView.of(change))
        .with(HttpHeaders.ETAG, GuestEntityTags.device(change.after()).toString())
        .then(() -> devices.changed(guest));
  }

  @GET
  @Path("devices/{device}")
  public RestResponse<DeviceView> get(
      @PathParam("guest") String name, @PathParam("device") String device) {
    Guest guest = guests.get(name);
    return EntityTagResponses.with(
        GuestEntityTags.device(guest),
        Response.Status.OK,
        DeviceView.of(guest, guest.requireDevice(device)));
  }

  @PUT
  @Path("devices/{device}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<DeviceView> put(
      @PathParam("guest") String name,
      @PathParam("device") String named,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Nullable DeviceSpec body) {
    DeviceSpec device = requireNamed(named, RequestBody.require(body));
    Preconditions conditions = Preconditions.of(headers);
    if (DryRun.isWanted(uri)) {
      return RestResponse.ok(DeviceView.of(devices.previewPut(name, device, conditions)));
    }
    DeviceChange change = devices.put(name, device, conditions);
    return EntityTagResponses.with(
        GuestEntityTags.device(change.after()),
        change.created() ? Response.Status.CREATED : Response.Status.OK,
        DeviceView.of(change));
  }

  private static DeviceSpec requireNamed(String name, DeviceSpec device) {
    if (!device.name().equals(name)) {
      throw new OkaydException(
          ErrorCode.INVALID_SPEC,
          "The address names device \"%s\" and the body \"%s\"; a device keeps its name"
              .formatted(name, device.name()));
    }
    return device;
  }

  @DELETE
  @Path("devices/{device}")
  public void delete(
      @PathParam("guest") String name,
      @PathParam("device") String device,
      @Context HttpHeaders headers) {
    devices.delete(name, device, Preconditions.of(headers));
  }
}
