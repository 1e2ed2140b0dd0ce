package dev.okayd.store;

import org.jdbi.v3.core.Handle;

/**
 * Looks after what a restore must not take back. A backup tells what was true when it was made: a
 * device bound since then is still live, a backend lost since then is still lost. All beans of this
 * type take part in the transaction of a restore.
 */
public interface RestoreParticipant {

  /** Reads what has to outlive the present state, before that is deleted. */
  Afterwards beforeRestore(Handle handle);

  /** What is done when the rows of the backup are in their tables. */
  @FunctionalInterface
  interface Afterwards {

    /**
     * Puts what outlives the restore, and voids what the backup cannot know.
     *
     * @param number of the restore: larger than any number that okayd has handed out before
     */
    void afterRestore(Handle handle, long number);
  }
}
