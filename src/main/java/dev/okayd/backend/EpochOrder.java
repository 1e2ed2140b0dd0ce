package dev.okayd.backend;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The order of two starts of a backend. An epoch is an identity and has no order of its own, so it
 * is taken from what the backend gives: numbers count up; else the times of the events, if both
 * have one; else the order in which they were received.
 */
public final class EpochOrder {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private EpochOrder() {}

  /**
   * Whether an event is of a later start than the one that counts.
   *
   * @param heardBefore whether any event of the new event's epoch was accepted before
   */
  public static boolean isLater(ReadinessEvent event, Epoch present, boolean heardBefore) {
    Optional<Long> epoch = number(event.epoch());
    Optional<Long> known = number(present.id());
    if (epoch.isPresent() && known.isPresent()) {
      return epoch.get() > known.get();
    }
    if (heardBefore) {
      // another one has followed it, so it is over for good
      return false;
    }
    if (event.time().isPresent() && present.time().isPresent()) {
      return event.time().get().isAfter(present.time().get());
    }
    return true;
  }

  /** How two epochs compare by themselves: only numbers do. */
  public static Optional<Integer> order(String one, String other) {
    return number(one).flatMap(first -> number(other).map(second -> first.compareTo(second)));
  }

  private static Optional<Long> number(String epoch) {
    return NUMBER.matcher(epoch).matches() ? Optional.of(Long.parseLong(epoch)) : Optional.empty();
  }
}
