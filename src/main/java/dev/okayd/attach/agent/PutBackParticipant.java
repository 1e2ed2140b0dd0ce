package dev.okayd.attach.agent;

import org.jdbi.v3.core.Handle;

/** Drops what it has recorded about a boot when the guest is put back to a snapshot. */
public interface PutBackParticipant {

  /**
   * Called when a guest was put back to a snapshot, perhaps into a boot that was recorded before.
   */
  void afterPutBack(Handle handle, String guest);
}
