package dev.okayd.readiness.drain;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.RequestBody;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/operations}. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
  private static final int MAX = 1000;
  private static final int LONGEST_WAIT_SECONDS = 60;

  private final Drains drains;
  private final DrainWatch watch;
  private final Idempotent idempotent;

  OperationResource(Drains drains, DrainWatch watch, Idempotent idempotent) {
    this.drains = drains;
    this.watch = watch;
    this.idempotent = idempotent;
  }

  /**
   * What a person confirms.
   *
   * @param guest the guest that no longer uses the device
   * @param device all devices of the guest that okayd cannot remove, if empty
   */
  public record Confirmed(String guest, Optional<String> device) {}

  /** A list of operations. */
  public record OperationList(List<OperationJson> items) {}

  @GET
  public OperationList list(
      @QueryParam("backend") Optional<String> backend,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    requireBetween(1, MAX, "limit", limit);
    return new OperationList(drains.latest(backend, limit));
  }

  @GET
  @Path("{operation}")
  @Blocking
  public Uni<OperationJson> get(
      @PathParam("operation") String id, @QueryParam("wait") @DefaultValue("0") int wait) {
    requireBetween(0, LONGEST_WAIT_SECONDS, "wait", wait);
    return watch.await(id, Duration.ofSeconds(wait));
  }

  @POST
  @Path("{operation}/confirmations")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response confirm(
      @PathParam("operation") String id,
      @Context HttpServerRequest request,
      @Nullable Confirmed body) {
    Confirmed confirmed = RequestBody.require(body);
    return idempotent.answer(
        request,
        confirmed,
        handle -> Answer.ok(drains.confirm(handle, id, confirmed.guest(), confirmed.device())));
  }

  private static void requireBetween(int least, int most, String name, int number) {
    if (number < least || number > most) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "%s=%d: expected %d to %d".formatted(name, number, least, most));
    }
  }
}
