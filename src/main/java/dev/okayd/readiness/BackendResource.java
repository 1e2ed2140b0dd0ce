package dev.okayd.readiness;

import dev.okayd.error.Body;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/backends}: translates between HTTP and {@link RegisteredBackends}. */
@Path("/v1/backends")
@Produces(MediaType.APPLICATION_JSON)
public class BackendResource {
  private final RegisteredBackends backends;
  private final Clock clock;

  BackendResource(RegisteredBackends backends, Clock clock) {
    this.backends = backends;
    this.clock = clock;
  }

  /** What a PUT says of a backend. */
  public record BackendSpec(
      Optional<ReplayProtection> replayProtection, Optional<String> statusUrl) {}

  /** A list of backends. */
  public record BackendList(List<BackendJson> items) {}

  /** A secret, shown once. */
  public record Secret(String secret) {}

  @GET
  public BackendList list() {
    return new BackendList(
        backends.all().stream().map(known -> BackendJson.of(known, clock.instant())).toList());
  }

  @PUT
  @Path("{backend}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<BackendJson> put(
      @PathParam("backend") String name, @Nullable BackendSpec spec) {
    BackendSpec wanted = Body.require(spec);
    RegisteredBackends.Put put =
        backends.put(
            name,
            wanted.replayProtection().orElse(ReplayProtection.TIMESTAMP),
            wanted.statusUrl().map(StatusUrl::require));
    return RestResponse.status(
        put.isNew() ? Response.Status.CREATED : Response.Status.OK,
        BackendJson.of(put, clock.instant()));
  }

  @GET
  @Path("{backend}")
  public BackendJson get(@PathParam("backend") String name) {
    return BackendJson.of(backends.get(name), clock.instant());
  }

  @DELETE
  @Path("{backend}")
  public void delete(@PathParam("backend") String name) {
    backends.delete(name);
  }

  @POST
  @Path("{backend}/secret")
  public Secret renewSecret(@PathParam("backend") String name) {
    return new Secret(backends.renewSecret(name));
  }
}
