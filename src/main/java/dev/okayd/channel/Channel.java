package dev.okayd.channel;

/** A way to the agents of guests. Sending never waits for the guest. */
public interface Channel {

  /**
   * Makes a command the one that is outstanding for its device; sending it again changes nothing.
   */
  void send(String guest, String bootId, Command command);

  /** Takes back what is outstanding for a device, if the agent has not fetched it yet. */
  void withdraw(String guest, String device);

  /** Takes back everything for a guest that is gone. */
  void forget(String guest);

  /** Whether the agent of this boot was heard of lately. */
  boolean reaches(String guest, String bootId);
}
