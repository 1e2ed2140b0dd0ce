package dev.okayd.store;

/**
 * Whoever wants to know that something was committed. A bean of this type is told of every batch of
 * this process, and, on PostgreSQL, of those of other replicas.
 */
public interface CommitListener {

  /**
   * Something was committed. It is called by the thread that writes, so it only wakes somebody and
   * returns; the store refuses to be called from here. It may be called without anything new, and
   * by two threads at once.
   */
  void committed();
}
