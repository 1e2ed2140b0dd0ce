package dev.okayd.guest.planning;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestSpec;
import java.util.List;
import java.util.Objects;

/**
 * Guests that are to have these specs, all of them or none.
 *
 * @param guests in the order in which they are planned
 */
public record GuestBatch(List<Entry> guests) {
  private static final int MOST = 1000;

  /** One of them. */
  record Entry(String name, GuestSpec spec) {}

  public GuestBatch {
    if (guests.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("A guest is null; leave it out, or say what it is");
    }
    guests = List.copyOf(guests);
  }

  /**
   * This batch, if it has as many guests as may be planned in one transaction.
   *
   * @throws OkaydException {@code invalid-value} or {@code too-large}
   */
  public GuestBatch requireBounded() {
    if (guests.isEmpty()) {
      throw new OkaydException(
          ErrorCode.INVALID_VALUE, "guests is empty, 1 to %d are expected".formatted(MOST));
    }
    if (guests.size() > MOST) {
      throw new OkaydException(
          ErrorCode.TOO_LARGE,
          "The body has %d guests, %d are the most; send them in several requests"
              .formatted(guests.size(), MOST));
    }
    return this;
  }
}
