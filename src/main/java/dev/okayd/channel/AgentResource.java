package dev.okayd.channel;

import dev.okayd.error.Body;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
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
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/guests/{guest}/agent}: what the agent in a guest speaks. */
@Path("/v1/guests/{guest}/agent")
@Produces(MediaType.APPLICATION_JSON)
public class AgentResource {
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  private final AgentInbox inbox;
  private final HttpChannel channel;
  private final AgentChannelConfig config;

  AgentResource(AgentInbox inbox, HttpChannel channel, AgentChannelConfig config) {
    this.inbox = inbox;
    this.channel = channel;
    this.config = config;
  }

  /** A session that has begun. */
  public record Session(long session) {}

  @POST
  @Path("session")
  public Session session(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization) {
    authenticate(guest, authorization);
    return new Session(inbox.session(guest));
  }

  /** The answer to HELLO. */
  public record Welcome(String guest, long waitSeconds) {}

  @POST
  @Path("hello")
  @Consumes(MediaType.APPLICATION_JSON)
  public Welcome hello(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @Nullable Hello body) {
    authenticate(guest, authorization);
    Hello hello = Body.require(body);
    requireBootId(hello.bootId());
    inbox.hello(guest, hello);
    return new Welcome(guest, config.commandWait().toSeconds());
  }

  @GET
  @Path("commands")
  @Blocking
  public Uni<RestResponse<Command>> next(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @QueryParam("bootId") Optional<String> bootId,
      @QueryParam("wait") @DefaultValue("25") int wait) {
    String token = authenticate(guest, authorization);
    String boot = requireBootId(bootId.orElse(""));
    if (wait < 0 || wait > LONGEST_WAIT_SECONDS) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "wait=%d: 0 to %d seconds are expected".formatted(wait, LONGEST_WAIT_SECONDS));
    }
    return channel
        .next(guest, Duration.ofSeconds(wait), () -> inbox.next(guest, token, boot))
        .map(
            command ->
                command
                    .map(RestResponse::ok)
                    .orElseGet(() -> RestResponse.status(Response.Status.NO_CONTENT)));
  }

  /** What go or no-go is asked for. */
  public record GoRequest(String bootId, String commandId) {}

  @POST
  @Path("go")
  @Consumes(MediaType.APPLICATION_JSON)
  public Go go(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @Nullable GoRequest body) {
    authenticate(guest, authorization);
    GoRequest request = Body.require(body);
    return inbox.go(guest, requireBootId(request.bootId()), request.commandId());
  }

  @POST
  @Path("reports")
  @Consumes(MediaType.APPLICATION_JSON)
  public void report(
      @PathParam("guest") String guest,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      @Nullable Report body) {
    authenticate(guest, authorization);
    Report report = Body.require(body);
    inbox.report(guest, report);
  }

  private String authenticate(String guest, Optional<String> authorization) {
    String token =
        authorization
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()))
            .orElseThrow(
                () ->
                    new OkaydException(
                        ErrorCode.AGENT_TOKEN_MISSING,
                        "An agent sends its guest's token as \"Authorization: Bearer …\""));
    if (!inbox.isAgent(guest, token)) {
      throw new OkaydException(
          ErrorCode.AGENT_TOKEN_WRONG,
          "The token is not that of guest \"%s\"; its configuration has to be renewed"
              .formatted(guest));
    }
    return token;
  }

  private static String requireBootId(String bootId) {
    if (!BOOT_ID.matcher(bootId).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "bootId is Linux's boot id: 1 to 64 letters, digits and hyphens");
    }
    return bootId;
  }
}
