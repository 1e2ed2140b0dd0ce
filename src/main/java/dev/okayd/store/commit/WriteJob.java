package dev.okayd.store.commit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One transaction that somebody waits for. Its outcome is told only once it is known. */
final class WriteJob<H, T> {
  private final Function<H, T> work;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private @Nullable Runnable committed;

  WriteJob(Function<H, T> work) {
    this.work = work;
  }

  /** Does the work; what comes of it is kept back until the commit. */
  void run(H handle) {
    T result = work.apply(handle);
    committed = () -> outcome.complete(result);
  }

  /** Whoever waits has the result. */
  void committed() {
    if (committed != null) {
      committed.run();
    }
  }

  /** Whoever waits has the failure, unless it has one already. */
  void failed(Throwable failure) {
    outcome.completeExceptionally(failure);
  }

  /** Whether its work waits for the commit. */
  boolean isOpen() {
    return !outcome.isDone();
  }

  /** Waits for the outcome, whatever interrupts: without it, nobody would know what was kept. */
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
