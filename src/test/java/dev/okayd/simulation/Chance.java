package dev.okayd.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance, and nothing else is. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From least to most, both included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Mostly short, now and then much longer, as delays are. */
  long micros(long usual, long seldom, double howSeldom) {
    return happens(howSeldom) ? 1 + random.nextLong(seldom) : 1 + random.nextLong(usual);
  }

  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
