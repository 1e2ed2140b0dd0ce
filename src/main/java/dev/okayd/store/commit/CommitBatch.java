package dev.okayd.store.commit;

/**
 * The connection that writes, in the steps of one batch: {@code begin}, for each job {@code mark}
 * and then {@code keep} or {@code undo}, and at the end {@code commit} or {@code abandon}. Whatever
 * throws, but {@code keep}, is followed by {@code abandon}.
 *
 * @param <H> what a job works with
 */
public interface CommitBatch<H> {

  /** Begins the transaction of the batch. */
  H begin();

  /** Sets the place that {@link #undo} goes back to. */
  void mark();

  /** Keeps what was done since the mark. */
  void keep();

  /**
   * Undoes what was done since the mark, and nothing else.
   *
   * @param failure why; if it left nothing to go back to, it is what the batch failed of
   */
  void undo(Throwable failure);

  /** Has all that was kept on the disk when it returns. */
  void commit();

  /** Forgets the whole batch. It throws nothing; the next batch can begin. */
  void abandon();
}
