package dev.okayd.channel;

/**
 * A way to the agents of guests. What an agent has to do is not put into it: it follows from the
 * store alone, so every replica can say it, and nothing is lost when one of them ends.
 */
public interface Channel {

  /** There may be a command for this guest's agent. Never waits for the guest. */
  void wake(String guest);
}
