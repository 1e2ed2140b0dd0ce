package dev.okayd.channel;

import java.util.Optional;

/**
 * Where channels put what agents say, and learn what agents have to do. Each method refuses an
 * agent that is not let in: {@code agent-token-wrong}, {@code guest-not-found}, or {@code
 * channel-not-listed} if its guest's spec does not have the channel.
 */
public interface AgentInbox {

  /**
   * An agent is about to say HELLO.
   *
   * @return the number of the session, higher than any before
   */
  long session(Agent agent);

  /**
   * The agent is up.
   *
   * @throws dev.okayd.error.OkaydException {@code plan-mismatch} if it booted a tree of another
   *     plan and has nothing to let go, {@code boot-over} or {@code message-late} if it was said
   *     before something that is known already
   */
  void hello(Agent agent, Hello hello);

  /**
   * What the agent has to do next, held against the facts of this moment. That it asked is a sign
   * of life.
   *
   * @param uptimeMillis of the guest when it asked, if the agent says so
   * @throws dev.okayd.error.OkaydException {@code boot-unknown} if it has not said HELLO in this
   *     boot, {@code message-late} if okayd has seen a later uptime of it: an agent that has just
   *     asked runs in a guest that was put back to a snapshot, and says HELLO again
   */
  Optional<Command> next(Agent agent, String bootId, Optional<Long> uptimeMillis);

  /**
   * Whether a command still holds, right before it is carried out.
   *
   * @throws dev.okayd.error.OkaydException {@code command-withdrawn} if it does not
   */
  GoAnswer go(Agent agent, String bootId, String commandId);

  /**
   * A command was carried out, or was not.
   *
   * @throws dev.okayd.error.OkaydException if no such command was sent in this boot, or a later
   *     message was taken already
   */
  void report(Agent agent, CommandReport report);
}
