package dev.okayd.attach.agent;

import org.jdbi.v3.core.Handle;

/** Who has recorded something of a boot that holds no more when the guest is put back. */
public interface PutBackParticipant {

  /** A guest was put back to a snapshot, into a boot that may have been recorded before. */
  void afterPutBack(Handle handle, String guest);
}
