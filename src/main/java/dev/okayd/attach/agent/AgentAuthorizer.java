package dev.okayd.attach.agent;

import dev.okayd.channel.Agent;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.Guests;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Authorizes agents: by the token of their guest, over a channel that the guest's spec lists. */
@ApplicationScoped
public class AgentAuthorizer {
  private final Guests guests;

  public AgentAuthorizer(Guests guests) {
    this.guests = guests;
  }

  /**
   * The agent's guest.
   *
   * @throws OkaydException {@code agent-token-wrong}, {@code guest-not-found} or {@code
   *     channel-not-listed} if it is not let in
   */
  Guest require(Handle handle, Agent agent) {
    agent.token().ifPresent(token -> requireToken(handle, agent.guest(), token));
    Guest guest = guests.require(handle, agent.guest());
    if (!guest.spec().channelsOrDefault().include(agent.channel())) {
      throw new OkaydException(
          ErrorCode.CHANNEL_NOT_LISTED,
          "The agent of guest \"%s\" came over %s, and the channels of its spec are %s; change one or the other"
              .formatted(guest.name(), agent.channel(), guest.spec().channelsOrDefault()));
    }
    return guest;
  }

  private void requireToken(Handle handle, String guest, String token) {
    if (!guests.isAgent(handle, guest, token)) {
      throw new OkaydException(
          ErrorCode.AGENT_TOKEN_WRONG,
          "The token is not that of guest \"%s\"; its configuration has to be renewed"
              .formatted(guest));
    }
  }
}
