package dev.okayd.store;

/**
 * Is notified of commits. The store notifies every bean of this type of each batch of this process
 * and, on PostgreSQL, of the batches of other replicas.
 */
public interface CommitListener {

  /**
   * A batch was committed. The writer thread calls this, so an implementation only wakes another
   * thread and returns; the store rejects calls from here. Calls may be spurious, and two threads
   * may call at once.
   */
  void committed();
}
