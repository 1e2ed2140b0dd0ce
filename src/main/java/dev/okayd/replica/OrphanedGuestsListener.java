package dev.okayd.replica;

import java.util.List;

/** Takes over guests of dead replicas. okayd notifies all beans of this type. */
public interface OrphanedGuestsListener {

  /**
   * The replica of these guests is dead, and no live replica has claimed them. okayd calls this
   * with every heartbeat until a replica claims them, outside of a transaction.
   */
  void orphaned(List<String> guests);
}
