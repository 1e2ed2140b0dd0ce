package dev.okayd.simulation;

import java.util.List;

/** The probability of each fault in a schedule, and the count of faults so far. */
final class Faults {
  private static final List<Double> LEVELS = List.of(0.0, 0.0, 0.02, 0.1, 0.3);
  private static final List<Double> STORM = List.of(0.15, 0.35);
  private static final List<Double> RARE_LEVELS = List.of(0.0, 0.0, 0.005, 0.03);

  private final Chance chance;
  private final double lost;
  private final double duplicated;
  private final double delayed;
  private final double crash;
  private final double refusal;
  private final double kernel;
  private final double busy;
  private final double refused;
  private boolean over = true;
  private long count;

  /** Some schedules are storms with many faults; the others have few, with one frequent kind. */
  static Faults mixed(Chance chance) {
    return new Faults(chance, chance.happens(0.25) ? STORM : LEVELS);
  }

  /** A storm: bugs that need several faults at once rarely show otherwise. */
  static Faults storm(Chance chance) {
    return new Faults(chance, STORM);
  }

  private Faults(Chance chance, List<Double> levels) {
    this.chance = chance;
    lost = chance.oneOf(levels);
    duplicated = chance.oneOf(levels);
    delayed = chance.oneOf(levels);
    crash = chance.oneOf(RARE_LEVELS);
    refusal = chance.oneOf(RARE_LEVELS);
    kernel = chance.oneOf(levels);
    busy = chance.oneOf(levels);
    refused = chance.oneOf(RARE_LEVELS);
  }

  /** Faults begin. */
  void begin() {
    over = false;
  }

  /** Faults end. */
  void end() {
    over = true;
  }

  boolean areOver() {
    return over;
  }

  long count() {
    return count;
  }

  private boolean strikes(double probability) {
    boolean struck = !over && chance.happens(probability);
    if (struck) {
      count++;
    }
    return struck;
  }

  /** Counts a planned fault. */
  void struck() {
    count++;
  }

  boolean losesMessage() {
    return strikes(lost);
  }

  boolean duplicatesMessage() {
    return strikes(duplicated);
  }

  boolean killsOkayd() {
    return strikes(crash);
  }

  boolean refusesWrite() {
    return strikes(refusal);
  }

  boolean kernelRefuses() {
    return strikes(kernel);
  }

  boolean deviceIsBusy() {
    return strikes(busy);
  }

  boolean agentRefuses() {
    return strikes(refused);
  }

  /** The delay of a message. */
  long delayMicros() {
    return strikes(delayed)
        ? chance.micros(3_000_000, 40_000_000, 0.4)
        : chance.micros(2_000, 20_000, 0.1);
  }
}
