package dev.okayd.readiness.drain;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Epoch;
import dev.okayd.document.Texts;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.idempotency.Answer;
import dev.okayd.idempotency.Idempotent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** {@code /v1/backends/{backend}/drain}. */
@Path("/v1/backends/{backend}/drain")
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {
  private final Drains drains;
  private final Idempotent idempotent;
  private final ReconcileTrigger trigger;

  DrainResource(Drains drains, Idempotent idempotent, ReconcileTrigger trigger) {
    this.drains = drains;
    this.idempotent = idempotent;
    this.trigger = trigger;
  }

  @POST
  public Response drain(
      @PathParam("backend") String backend,
      @Context UriInfo uri,
      @Context HttpServerRequest request) {
    // the framework treats an empty parameter as absent
    Optional<String> epoch =
        Optional.ofNullable(uri.getQueryParameters().getFirst("epoch"))
            .map(DrainResource::requireEpoch);
    return idempotent.answer(
        request,
        handle -> {
          OperationJson operation = drains.begin(handle, backend, epoch);
          return Answer.accepted("/v1/operations/" + operation.id(), operation)
              .then(() -> trigger.reconcileGuestsOf(backend));
        });
  }

  @DELETE
  public void cancel(@PathParam("backend") String backend) {
    drains.cancel(backend);
  }

  /**
   * Refuses an empty epoch: it is an unset variable of a script, not a request to drain any epoch.
   */
  private static String requireEpoch(String epoch) {
    if (!Texts.isBounded(epoch, Epoch.LONGEST_ID)) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "epoch has %d characters%s, expected 1 to %d"
              .formatted(
                  epoch.length(),
                  Texts.fault(epoch).map(fault -> " and " + fault).orElse(""),
                  Epoch.LONGEST_ID));
    }
    return epoch;
  }
}
