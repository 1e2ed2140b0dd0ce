package dev.okayd.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The only source of randomness of a schedule. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A number from least to most, inclusive. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** A delay: mostly short, sometimes much longer. */
  long micros(long usual, long rare, double rareProbability) {
    return happens(rareProbability) ? 1 + random.nextLong(rare) : 1 + random.nextLong(usual);
  }

  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
