package dev.okayd.agent;

import dev.okayd.testing.Thorough;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The single-byte mutations of an overlay. Each costs a run of the agent, so a usual run tests some
 * positions, from a random one on, and a thorough run tests all.
 */
final class Mutants {
  private static final int STEP = Thorough.run() ? 1 : 31;

  private Mutants() {}

  /** The tested positions in a file of this length. */
  static IntStream positions(int length) {
    return IntStream.iterate(
        ThreadLocalRandom.current().nextInt(STEP), i -> i < length, i -> i + STEP);
  }

  /** A copy with a changed byte at a position. */
  static byte[] mutated(byte[] overlay, int position) {
    byte[] mutant = overlay.clone();
    mutant[position] ^= 1;
    return mutant;
  }
}
