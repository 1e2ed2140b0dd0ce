package dev.okayd.readiness;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/backends/{backend}/drain}. */
@Path("/v1/backends/{backend}/drain")
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {
  private final Drains drains;

  DrainResource(Drains drains) {
    this.drains = drains;
  }

  @POST
  public RestResponse<OperationJson> drain(@PathParam("backend") String backend) {
    OperationJson operation = drains.begin(backend);
    return RestResponse.ResponseBuilder.<OperationJson>create(Response.Status.ACCEPTED)
        .location(URI.create("/v1/operations/" + operation.id()))
        .entity(operation)
        .build();
  }

  @DELETE
  public void cancel(@PathParam("backend") String backend) {
    drains.cancel(backend);
  }
}
