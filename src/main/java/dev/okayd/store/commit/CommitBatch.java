package dev.okayd.store.commit;

/**
 * The steps of one batch on the write connection: {@code begin}; for each job {@code setSavepoint},
 * then {@code keep} or {@code undo}; at the end {@code commit} or {@code abandon}. The caller
 * abandons the batch after an exception of any step except {@code keep}.
 *
 * @param <H> the handle of a job
 */
public interface CommitBatch<H> {

  /** Begins the transaction of the batch. */
  H begin();

  /** Sets the savepoint of the next job. */
  void setSavepoint();

  /** Keeps the changes since the savepoint. */
  void keep();

  /**
   * Undoes the changes since the savepoint, and no others.
   *
   * @param failure why; it becomes the failure of the whole batch if it destroyed the savepoint
   */
  void undo(Throwable failure);

  /** Commits; all kept changes are on the disk when this returns. */
  void commit();

  /** Rolls the whole batch back. It throws nothing; the next batch can begin. */
  void abandon();
}
