package dev.okayd.replica;

import org.jdbi.v3.core.Handle;

/** Whether this replica is the only one that lives. */
public interface Solitude {

  /** Whether no other replica lives, as this transaction sees it. */
  boolean isAlone(Handle handle);
}
