package dev.okayd.attach.decide;

import dev.okayd.plan.spec.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Timeouts and number of attempts.
 *
 * @param answerTimeout for an agent's report on a command
 * @param bindTimeout for a driver after the overlay is applied
 * @param maxAttempts before the attachment has failed
 * @param firstRetry the wait before the second attempt
 * @param longestRetry the longest wait between two attempts
 */
public record RetryPolicy(
    Duration answerTimeout,
    Duration bindTimeout,
    int maxAttempts,
    Duration firstRetry,
    Duration longestRetry) {

  /** This policy, overridden by a policy of the spec. */
  RetryPolicy with(Policy policy) {
    return new RetryPolicy(
        policy.answerSeconds().map(Duration::ofSeconds).orElse(answerTimeout),
        policy.bindSeconds().map(Duration::ofSeconds).orElse(bindTimeout),
        policy.maxAttempts().orElse(maxAttempts),
        firstRetry,
        longestRetry);
  }

  /** Whether no attempt is left: the attachment has failed. */
  boolean isUsedUp(int attempts) {
    return attempts >= maxAttempts;
  }

  /** The least number of requests for proof before the driver counts as missing. */
  int leastProofs() {
    return Math.min(maxAttempts, 3);
  }

  /**
   * Whether a time has come. A time further ahead than any wait was recorded before the clock was
   * set back, as happens when a board learns the time of day; it counts as come.
   */
  boolean isDue(Instant at, Instant now) {
    Duration longest =
        Stream.of(answerTimeout, bindTimeout, longestRetry)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return !now.isBefore(at) || at.isAfter(now.plus(longest));
  }

  /** The wait after a number of attempts, from 1. */
  Duration backOff(int attempts) {
    int doublings = Math.min(attempts - 1, 20);
    Duration wait = firstRetry.multipliedBy(1L << Math.max(doublings, 0));
    return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
  }
}
