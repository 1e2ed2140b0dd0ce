package dev.okayd.plan.spec;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deadlines and reactions for failures. A device's policy overrides its guest's, and the guest's
 * overrides the configuration of okayd.
 *
 * @param onBackendLost what okayd does with a bound device when its backend is lost
 * @param answerSeconds time for an agent to report on a command
 * @param bindSeconds time for a driver to bind
 * @param maxAttempts how many times okayd sends a command
 */
public record Policy(
    Optional<OnBackendLost> onBackendLost,
    Optional<Integer> answerSeconds,
    Optional<Integer> bindSeconds,
    Optional<Integer> maxAttempts) {

  /** A policy that sets nothing. */
  public static final Policy NONE =
      new Policy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final int MAX_SECONDS = 3600;
  private static final int MAX_ATTEMPTS = 1000;

  public Policy {
    requireUpTo(MAX_SECONDS, "answerSeconds", answerSeconds);
    requireUpTo(MAX_SECONDS, "bindSeconds", bindSeconds);
    requireUpTo(MAX_ATTEMPTS, "maxAttempts", maxAttempts);
  }

  private static void requireUpTo(int max, String field, Optional<Integer> number) {
    if (number.filter(value -> value < 1 || value > max).isPresent()) {
      throw new IllegalArgumentException(
          "%s is %d; expected 1 to %d".formatted(field, number.get(), max));
    }
  }

  /** This policy, with the other policy for fields that are not set. */
  public Policy or(Policy other) {
    return new Policy(
        first(onBackendLost, other.onBackendLost),
        first(answerSeconds, other.answerSeconds),
        first(bindSeconds, other.bindSeconds),
        first(maxAttempts, other.maxAttempts));
  }

  private static <T> Optional<T> first(Optional<T> own, Optional<T> fallback) {
    return Stream.of(own, fallback).flatMap(Optional::stream).findFirst();
  }
}
