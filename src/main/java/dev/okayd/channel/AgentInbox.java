package dev.okayd.channel;

import java.util.Optional;

/**
 * Receives the messages of agents from all channels, and returns commands. Each method refuses an
 * unauthorized agent: {@code agent-token-wrong}, {@code guest-not-found}, or {@code
 * channel-not-listed} if its guest's spec does not list the channel.
 */
public interface AgentInbox {

  /**
   * Opens a session, before HELLO.
   *
   * @return the number of the session, higher than all earlier ones
   */
  long session(Agent agent);

  /**
   * Receives HELLO.
   *
   * @throws dev.okayd.error.OkaydException {@code plan-mismatch} if the guest booted a tree of
   *     another plan and has nothing to release, {@code boot-over} or {@code message-late} if okayd
   *     has already received a later message
   */
  void hello(Agent agent, Hello hello);

  /**
   * The next command for the agent, checked against the current facts. The request shows that the
   * agent is alive.
   *
   * @param uptimeMillis of the guest at the time of the request, if the agent sent it
   * @throws dev.okayd.error.OkaydException {@code boot-unknown} if the agent has not sent HELLO in
   *     this boot, {@code message-late} if okayd has already received a later uptime: then the
   *     guest was reset to a snapshot, and the agent must send HELLO again
   */
  Optional<Command> next(Agent agent, String bootId, Optional<Long> uptimeMillis);

  /**
   * Confirms a command right before the agent executes it.
   *
   * @throws dev.okayd.error.OkaydException {@code command-withdrawn} if it is no longer valid
   */
  GoAnswer go(Agent agent, String bootId, String commandId);

  /**
   * Receives the result of a command.
   *
   * @throws dev.okayd.error.OkaydException if okayd sent no such command in this boot, or has
   *     already received a later message
   */
  void report(Agent agent, CommandReport report);
}
