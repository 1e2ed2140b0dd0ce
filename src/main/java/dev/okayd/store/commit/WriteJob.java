package dev.okayd.store.commit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One write transaction with a waiting caller. The caller gets the result only after the commit.
 */
final class WriteJob<H, T> {
  private final Function<H, T> work;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private @Nullable Runnable committed;

  WriteJob(Function<H, T> work) {
    this.work = work;
  }

  /** Does the work, and holds its result until the commit. */
  void run(H handle) {
    T result = work.apply(handle);
    committed = () -> outcome.complete(result);
  }

  /** Gives the caller the result. */
  void committed() {
    if (committed != null) {
      committed.run();
    }
  }

  /** Gives the caller the failure, unless it already has one. */
  void failed(Throwable failure) {
    outcome.completeExceptionally(failure);
  }

  /** Whether the job still waits for the commit. */
  boolean isOpen() {
    return !outcome.isDone();
  }

  /**
   * Waits for the outcome, ignoring interrupts: the caller must know whether the changes were kept.
   */
  T await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
