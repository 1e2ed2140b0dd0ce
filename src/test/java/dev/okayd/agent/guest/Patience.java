package dev.okayd.agent.guest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time limit of waits in tests. */
public final class Patience {
  private static final int SECONDS = 300;

  private Patience() {}

  public static <T> T next(BlockingQueue<T> queue, String what) {
    try {
      T item = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (item == null) {
        throw new AssertionError("In %d s there was no %s".formatted(SECONDS, what));
      }
      return item;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void untilItEnds(ProcessHandle process) {
    try {
      process.onExit().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("A process did not end in %d s".formatted(SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int exitStatus(Process process) {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The agent did not end in %d s".formatted(SECONDS));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
