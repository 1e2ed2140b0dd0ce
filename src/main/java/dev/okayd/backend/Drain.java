package dev.okayd.backend;

import java.util.Optional;

/**
 * The drain that is in effect for a backend.
 *
 * @param operation id of the operation that reports on it
 * @param epoch the start of the backend that will stop, if the request named one; okayd may not
 *     know it yet, so okayd does not guess it
 */
public record Drain(String operation, Optional<String> epoch) {

  /**
   * Whether the drain stays in effect in a new epoch. An epoch later than the drained one ends it.
   * If the order is unknown the drain stays in effect, because the backend may be about to stop.
   *
   * @param present the epoch that was current until now
   */
  boolean holdsIn(String newEpoch, Optional<String> present) {
    return epoch
        .map(
            drained ->
                drained.equals(newEpoch)
                    || EpochOrder.order(drained, newEpoch)
                        .map(order -> order > 0)
                        .orElse(!present.equals(epoch)))
        .orElse(true);
  }
}
