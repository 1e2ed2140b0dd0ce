package dev.okayd.readiness;

import dev.okayd.attach.Readiness;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/backends}: translates between HTTP and {@link RegisteredBackends}. */
@Path("/v1/backends")
@Produces(MediaType.APPLICATION_JSON)
public class BackendResource {
  private final RegisteredBackends backends;

  BackendResource(RegisteredBackends backends) {
    this.backends = backends;
  }

  /** What a PUT says of a backend. */
  public record BackendSpec(Optional<ReplayProtection> replayProtection) {}

  /** A backend as the API shows it. */
  public record BackendView(
      String name,
      ReplayProtection replayProtection,
      Readiness readiness,
      Optional<String> epoch,
      Optional<Long> sequence,
      Optional<Instant> changedAt,
      Optional<String> secret) {

    static BackendView of(Backend backend, boolean withSecret) {
      return new BackendView(
          backend.name(),
          backend.replayProtection(),
          backend.readiness(),
          backend.said().map(Backend.Said::epoch),
          backend.said().map(Backend.Said::sequence),
          backend.said().map(Backend.Said::at),
          withSecret ? Optional.of(backend.secret()) : Optional.empty());
    }
  }

  /** A list of backends. */
  public record BackendList(List<BackendView> items) {}

  /** A secret, shown once. */
  public record Secret(String secret) {}

  @GET
  public BackendList list() {
    return new BackendList(
        backends.all().stream().map(backend -> BackendView.of(backend, false)).toList());
  }

  @PUT
  @Path("{backend}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<BackendView> put(
      @PathParam("backend") String name, @Nullable BackendSpec spec) {
    RegisteredBackends.Put put =
        backends.put(
            name, Body.require(spec).replayProtection().orElse(ReplayProtection.TIMESTAMP));
    return RestResponse.status(
        put.isNew() ? Response.Status.CREATED : Response.Status.OK,
        BackendView.of(put.backend(), put.isNew()));
  }

  @GET
  @Path("{backend}")
  public BackendView get(@PathParam("backend") String name) {
    return BackendView.of(backends.get(name), false);
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
