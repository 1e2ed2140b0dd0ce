package dev.okayd.attach;

import java.time.Duration;

/**
 * How long is waited, and how often is tried.
 *
 * @param answerTimeout for an agent's report on a command
 * @param bindTimeout for a driver after the overlay is applied
 * @param maxAttempts before the attachment has failed
 * @param firstRetry the wait before the second attempt
 * @param longestRetry the longest wait between two attempts
 */
record RetryPolicy(
    Duration answerTimeout,
    Duration bindTimeout,
    int maxAttempts,
    Duration firstRetry,
    Duration longestRetry) {

  static RetryPolicy of(AttachConfig config) {
    return new RetryPolicy(
        config.answerTimeout(),
        config.bindTimeout(),
        config.maxAttempts(),
        config.firstRetry(),
        config.longestRetry());
  }

  /** The wait after so many attempts, from 1. */
  Duration backOff(int attempts) {
    int doublings = Math.min(attempts - 1, 20);
    Duration wait = firstRetry.multipliedBy(1L << Math.max(doublings, 0));
    return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
  }
}
