package dev.okayd.channel;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestChannel;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests/{guest}/agent}: the channel {@code http}. */
@Path("/v1/guests/{guest}/agent")
@Produces(MediaType.APPLICATION_JSON)
public class AgentResource {
  private static final String BEARER = "Bearer ";

  private final AgentProtocol protocol;

  AgentResource(AgentProtocol protocol) {
    this.protocol = protocol;
  }

  @POST
  @Path("session")
  public AgentProtocol.Session session(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization) {
    return protocol.session(agent(guest, authorization));
  }

  @POST
  @Path("hello")
  @Consumes(MediaType.APPLICATION_JSON)
  public AgentProtocol.Welcome hello(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @Nullable Hello body) {
    return protocol.hello(agent(guest, authorization), body);
  }

  @GET
  @Path("commands")
  @Blocking
  public Uni<RestResponse<Command>> next(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @QueryParam("bootId") Optional<String> bootId,
      @QueryParam("wait") @DefaultValue(AgentRequestHandler.DEFAULT_WAIT) int wait,
      @QueryParam("uptimeMillis") Optional<Long> uptimeMillis) {
    return protocol
        .next(agent(guest, authorization), bootId, wait, uptimeMillis)
        .map(
            command ->
                command
                    .map(RestResponse::ok)
                    .orElseGet(() -> RestResponse.status(Response.Status.NO_CONTENT)));
  }

  @POST
  @Path("go")
  @Consumes(MediaType.APPLICATION_JSON)
  public GoAnswer go(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      AgentProtocol.@Nullable GoRequest body) {
    return protocol.go(agent(guest, authorization), body);
  }

  @POST
  @Path("reports")
  @Consumes(MediaType.APPLICATION_JSON)
  public void report(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @Nullable CommandReport body) {
    protocol.report(agent(guest, authorization), body);
  }

  private static Agent agent(String guest, Optional<String> authorization) {
    return authorization
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()))
        .map(token -> Agent.withToken(guest, GuestChannel.HTTP, token))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.AGENT_TOKEN_MISSING,
                    "An agent must send its guest's token as \"Authorization: Bearer …\""));
  }
}
