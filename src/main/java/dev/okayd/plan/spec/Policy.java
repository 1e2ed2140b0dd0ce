package dev.okayd.plan.spec;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do when things go wrong. That of a device comes before that of its guest, and that before
 * the configuration of okayd.
 *
 * @param onBackendLost what becomes of a bound device then
 * @param answerSeconds how long an agent has to report on a command
 * @param bindSeconds how long a driver has to bind
 * @param maxAttempts how often a command is sent
 */
public record Policy(
    Optional<OnBackendLost> onBackendLost,
    Optional<Integer> answerSeconds,
    Optional<Integer> bindSeconds,
    Optional<Integer> maxAttempts) {

  /** It leaves everything to others. */
  public static final Policy NONE =
      new Policy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final int LONGEST_SECONDS = 3600;
  private static final int MOST_ATTEMPTS = 1000;

  public Policy {
    requireUpTo(LONGEST_SECONDS, "answerSeconds", answerSeconds);
    requireUpTo(LONGEST_SECONDS, "bindSeconds", bindSeconds);
    requireUpTo(MOST_ATTEMPTS, "maxAttempts", maxAttempts);
  }

  private static void requireUpTo(int most, String field, Optional<Integer> number) {
    if (number.filter(value -> value < 1 || value > most).isPresent()) {
      throw new IllegalArgumentException(
          "%s is %d, 1 to %d are expected".formatted(field, number.get(), most));
    }
  }

  /** This policy, and where it says nothing the other one. */
  public Policy or(Policy other) {
    return new Policy(
        first(onBackendLost, other.onBackendLost),
        first(answerSeconds, other.answerSeconds),
        first(bindSeconds, other.bindSeconds),
        first(maxAttempts, other.maxAttempts));
  }

  private static <T> Optional<T> first(Optional<T> mine, Optional<T> others) {
    return Stream.of(mine, others).flatMap(Optional::stream).findFirst();
  }
}
