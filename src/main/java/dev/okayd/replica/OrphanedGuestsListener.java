package dev.okayd.replica;

import java.util.List;

/** Whoever takes over guests whose replica is dead. All beans of this type are told. */
public interface OrphanedGuestsListener {

  /**
   * Nobody who lives has claimed these guests; their replica is dead. It is told with every
   * heartbeat until somebody claims them, and not in a transaction.
   */
  void orphaned(List<String> guests);
}
