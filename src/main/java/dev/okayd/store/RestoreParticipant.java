package dev.okayd.store;

import org.jdbi.v3.core.Handle;

/**
 * Preserves facts that a restore must not revert. A backup holds the facts of its own time: a
 * device bound since then is still live, a backend lost since then is still lost. All beans of this
 * type take part in the transaction of a restore.
 */
public interface RestoreParticipant {

  /** Reads the facts to preserve, before the restore deletes the current state. */
  Afterwards beforeRestore(Handle handle);

  /** Runs when the rows of the backup are in their tables. */
  @FunctionalInterface
  interface Afterwards {

    /**
     * Writes the preserved facts, and voids facts that the backup cannot know.
     *
     * @param number of the restore; larger than any number that okayd assigned before
     */
    void afterRestore(Handle handle, long number);
  }
}
