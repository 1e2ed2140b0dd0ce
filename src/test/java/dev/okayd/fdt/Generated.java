package dev.okayd.fdt;

import dev.okayd.testing.Thorough;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.opentest4j.TestAbortedException;

/**
 * Runs tests on generated input. Every input has its own seed, so that {@code -Dfdt.seed=N
 * -Dfdt.trees=1} repeats a single failed input.
 */
public final class Generated {
  private static final long SEED = Long.getLong("fdt.seed", 20261124);

  private Generated() {}

  /**
   * The number of inputs of a test, unless {@code -Dfdt.trees=N} sets it; a thorough run has three
   * times as many.
   */
  public static int count(int defaultCount) {
    return Integer.getInteger("fdt.trees", Thorough.run() ? 3 * defaultCount : defaultCount);
  }

  /**
   * Runs the trial on this number of inputs, several at a time, and returns the sum of the results.
   */
  public static int each(int count, ToIntFunction<SplittableRandom> trial) {
    try {
      return LongStream.range(SEED, SEED + count)
          .parallel()
          .mapToInt(seed -> once(seed, trial))
          .sum();
    } catch (AssertionError e) {
      // a parallel stream may wrap the error that has the message
      throw e.getMessage() == null && e.getCause() instanceof AssertionError original
          ? original
          : e;
    }
  }

  private static int once(long seed, ToIntFunction<SplittableRandom> trial) {
    try {
      return trial.applyAsInt(new SplittableRandom(seed));
    } catch (TestAbortedException e) {
      throw e;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Repeat with -Dfdt.seed=%d -Dfdt.trees=1: %s".formatted(seed, e), e);
    }
  }
}
