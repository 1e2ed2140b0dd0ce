package dev.okayd.fdt;

import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * Tests on generated input. Every input has a seed of its own, so that a failure is one input, and
 * {@code -Dokayd.fdt.seed=N -Dokayd.fdt.trees=1} makes that input again.
 */
public final class Generated {
  private static final long SEED = Long.getLong("okayd.fdt.seed", 20261124);

  private Generated() {}

  /** How many inputs a test makes, unless {@code -Dokayd.fdt.trees=N} says otherwise. */
  public static int count(int usual) {
    return Integer.getInteger("okayd.fdt.trees", usual);
  }

  /** Tries this many inputs; answers the sum of what the trials answer. */
  public static int each(int count, ToIntFunction<SplittableRandom> trial) {
    int sum = 0;
    for (long seed = SEED; seed < SEED + count; seed++) {
      sum += once(seed, trial);
    }
    return sum;
  }

  private static int once(long seed, ToIntFunction<SplittableRandom> trial) {
    try {
      return trial.applyAsInt(new SplittableRandom(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "Again with -Dokayd.fdt.seed=%d -Dokayd.fdt.trees=1: %s".formatted(seed, e), e);
    }
  }
}
