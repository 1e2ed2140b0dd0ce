package dev.okayd.backend;

import java.util.Optional;

/**
 * That a backend is drained.
 *
 * @param operation by which
 * @param epoch the start of the backend that is to stop, if whoever wanted it said so; okayd may
 *     not have heard of it yet, so it is not for okayd to guess
 */
public record Drain(String operation, Optional<String> epoch) {

  /**
   * Whether it holds in an epoch that a backend begins. In a later one than that which is to stop
   * it does not; where that cannot be told, it does: what was said to be drained may be about to
   * stop.
   *
   * @param present the epoch that counted until now
   */
  boolean holdsIn(String begun, Optional<String> present) {
    return epoch
        .map(
            drained ->
                drained.equals(begun)
                    || EpochOrder.order(drained, begun)
                        .map(order -> order > 0)
                        .orElse(!present.equals(epoch)))
        .orElse(true);
  }
}
