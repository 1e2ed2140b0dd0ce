package dev.okayd.guest.planning;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.GuestSpec;
import java.util.List;
import java.util.Objects;

/**
 * Guests with specs. okayd plans all of them or none.
 *
 * @param guests in the order in which okayd plans them
 */
public record GuestBatch(List<Entry> guests) {
  private static final int MAX_GUESTS = 1000;

  /** A guest of the batch. */
  record Entry(String name, GuestSpec spec) {}

  public GuestBatch {
    if (guests.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("A guest is null; leave the entry out, or fill it in");
    }
    guests = List.copyOf(guests);
  }

  /**
   * This batch, if its size is allowed.
   *
   * @throws OkaydException {@code invalid-value} or {@code too-large}
   */
  public GuestBatch requireBounded() {
    if (guests.isEmpty()) {
      throw new OkaydException(
          ErrorCode.INVALID_VALUE, "guests is empty; expected 1 to %d".formatted(MAX_GUESTS));
    }
    if (guests.size() > MAX_GUESTS) {
      throw new OkaydException(
          ErrorCode.TOO_LARGE,
          "The body has %d guests; the maximum is %d; send several requests"
              .formatted(guests.size(), MAX_GUESTS));
    }
    return this;
  }
}
