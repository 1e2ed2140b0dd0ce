package dev.okayd.readiness.registration;

import dev.okayd.backend.Backend;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReplayProtection;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.EntityTagResponses;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.http.Preconditions;
import dev.okayd.http.RequestBody;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import dev.okayd.readiness.pull.StatusUrl;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/backends}: translates between HTTP and {@link RegisteredBackends}. */
@Path("/v1/backends")
@Produces(MediaType.APPLICATION_JSON)
public class BackendResource {
  private final RegisteredBackends backends;
  private final Idempotent idempotent;
  private final Clock clock;

  BackendResource(RegisteredBackends backends, Idempotent idempotent, Clock clock) {
    this.backends = backends;
    this.idempotent = idempotent;
    this.clock = clock;
  }

  /** The body of a PUT. */
  public record BackendSpec(
      Optional<ReplayProtection> replayProtection,
      Optional<String> statusUrl,
      Optional<XenstoreKey> xenstore) {

    Backend.ReadinessSource readinessSource() {
      if (statusUrl.isPresent() && xenstore.isPresent()) {
        throw new OkaydException(
            ErrorCode.INVALID_PARAMETER,
            "The backend has both statusUrl and xenstore; give only one source of its readiness");
      }
      return new Backend.ReadinessSource(
          replayProtection.orElse(ReplayProtection.TIMESTAMP),
          statusUrl.map(StatusUrl::require),
          xenstore.map(XenstoreKey::require));
    }
  }

  /** A new secret; okayd shows it once. */
  public record Secret(String secret) {}

  @GET
  public Page<BackendJson> list(
      @QueryParam("after") Optional<String> after,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("readiness") Optional<String> readiness) {
    return backends
        .page(
            PageRequest.byName("backend", after, limit), readiness.map(BackendResource::readiness))
        .map(details -> BackendJson.of(details, clock.instant()));
  }

  private static Readiness readiness(String word) {
    return Arrays.stream(Readiness.values())
        .filter(value -> value.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.INVALID_PARAMETER,
                    "readiness must be unknown, ready, draining or lost"));
  }

  @PUT
  @Path("{backend}")
  @Consumes(MediaType.APPLICATION_JSON)
  public RestResponse<BackendJson> put(
      @PathParam("backend") String name, @Context HttpHeaders headers, @Nullable BackendSpec spec) {
    BackendSpec wanted = RequestBody.require(spec);
    RegisteredBackends.Put put =
        backends.put(name, wanted.readinessSource(), Preconditions.of(headers));
    Instant now = clock.instant();
    return EntityTagResponses.with(
        BackendJson.tag(put.details(), now),
        put.isNew() ? Response.Status.CREATED : Response.Status.OK,
        BackendJson.of(put, now));
  }

  @GET
  @Path("{backend}")
  public RestResponse<BackendJson> get(
      @PathParam("backend") String name, @Context HttpHeaders headers) {
    RegisteredBackends.Details details = backends.get(name);
    Instant now = clock.instant();
    return EntityTagResponses.read(
        Preconditions.of(headers), BackendJson.tag(details, now), BackendJson.of(details, now));
  }

  @DELETE
  @Path("{backend}")
  public void delete(@PathParam("backend") String name, @Context HttpHeaders headers) {
    backends.delete(name, Preconditions.of(headers));
  }

  @POST
  @Path("{backend}/secret")
  public Response renewSecret(
      @PathParam("backend") String name, @Context HttpServerRequest request) {
    return idempotent.answer(
        request, handle -> Answer.ok(new Secret(backends.renewSecret(handle, name))));
  }
}
