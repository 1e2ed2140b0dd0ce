package dev.okayd.agent;

import dev.okayd.testing.Thorough;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Which bytes of an overlay are changed, one at a time. Each costs a run of the agent, so that a
 * run of the tests takes some of them, beginning anywhere, and a thorough run takes them all.
 */
final class Mutants {
  private static final int STEP = Thorough.run() ? 1 : 31;

  private Mutants() {}

  /** Positions in a file of this length. */
  static IntStream positions(int length) {
    return IntStream.iterate(
        ThreadLocalRandom.current().nextInt(STEP), i -> i < length, i -> i + STEP);
  }

  /** A copy with another byte at a position. */
  static byte[] mutated(byte[] overlay, int position) {
    byte[] mutant = overlay.clone();
    mutant[position] ^= 1;
    return mutant;
  }
}
