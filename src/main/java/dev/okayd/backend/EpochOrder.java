package dev.okayd.backend;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The order of two starts of a backend. An epoch is an identity without an order of its own, so
 * okayd derives the order: numeric ids count up; otherwise the times of the events decide, if both
 * have one; otherwise the order of arrival decides.
 */
public final class EpochOrder {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private EpochOrder() {}

  /**
   * Whether an event belongs to a later start than the current one.
   *
   * @param isKnownEpoch whether okayd accepted an event of this epoch before
   */
  public static boolean isLater(ReadinessEvent event, Epoch present, boolean isKnownEpoch) {
    Optional<Long> epoch = number(event.epoch());
    Optional<Long> known = number(present.id());
    if (epoch.isPresent() && known.isPresent()) {
      return epoch.get() > known.get();
    }
    if (isKnownEpoch) {
      // another epoch superseded it, and that is final
      return false;
    }
    if (event.time().isPresent() && present.time().isPresent()) {
      return event.time().get().isAfter(present.time().get());
    }
    return true;
  }

  /** Compares two epochs by their ids; only numeric ids have an order. */
  public static Optional<Integer> order(String one, String other) {
    return number(one).flatMap(first -> number(other).map(second -> first.compareTo(second)));
  }

  private static Optional<Long> number(String epoch) {
    return NUMBER.matcher(epoch).matches() ? Optional.of(Long.parseLong(epoch)) : Optional.empty();
  }
}
