package dev.okayd.channel;

/** Where channels put what agents say. */
public interface AgentInbox {

  /** Whether this token is the one of this guest's agent. */
  boolean isAgent(String guest, String token);

  /**
   * The agent is up.
   *
   * @throws dev.okayd.error.OkaydException {@code plan-mismatch} if it booted a tree of another
   *     plan
   */
  void hello(String guest, Hello hello);

  /**
   * A command was carried out, or was not.
   *
   * @throws dev.okayd.error.OkaydException if no such command was sent in this boot
   */
  void report(String guest, Report report);

  /**
   * Checks that the agent has said HELLO in this boot.
   *
   * @throws dev.okayd.error.OkaydException {@code boot-unknown} if not
   */
  void requireBoot(String guest, String bootId);

  /**
   * Whether a command still holds at the moment at which the agent fetches it: what was right when
   * it was sent may be wrong by now. One that does not is withdrawn.
   */
  boolean mayFetch(String guest, String token, String bootId, Command command);

  /** The agent is heard of again after a silence. */
  void heardAgain(String guest);
}
