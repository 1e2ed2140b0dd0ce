package dev.okayd.fdt;

import dev.okayd.testing.Thorough;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.opentest4j.TestAbortedException;

/**
 * Tests on generated input. Every input has a seed of its own, so that a failure is one input, and
 * {@code -Dfdt.seed=N -Dfdt.trees=1} makes that input again.
 */
public final class Generated {
  private static final long SEED = Long.getLong("fdt.seed", 20261124);

  private Generated() {}

  /**
   * How many inputs a test makes, if nobody says {@code -Dfdt.trees=N}; a thorough run: five times
   * as many.
   */
  public static int count(int usual) {
    return Integer.getInteger("fdt.trees", Thorough.run() ? 3 * usual : usual);
  }

  /** Tries this many inputs, several at a time; answers the sum of what the trials answer. */
  public static int each(int count, ToIntFunction<SplittableRandom> trial) {
    try {
      return LongStream.range(SEED, SEED + count)
          .parallel()
          .mapToInt(seed -> once(seed, trial))
          .sum();
    } catch (AssertionError e) {
      // a parallel stream may throw an error of its own around the one with the message
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
      throw new AssertionError("Again with -Dfdt.seed=%d -Dfdt.trees=1: %s".formatted(seed, e), e);
    }
  }
}
