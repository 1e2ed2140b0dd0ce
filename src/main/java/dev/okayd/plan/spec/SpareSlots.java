package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The number of spare slots, for devices that are added while the guest runs.
 *
 * @param count empty for all remaining slots
 */
public record SpareSlots(Optional<Integer> count) {
  private static final String ALL_TEXT = "all";

  /** No spare slots. */
  public static final SpareSlots NONE = new SpareSlots(Optional.of(0));

  /** All remaining slots. */
  public static final SpareSlots ALL = new SpareSlots(Optional.empty());

  /**
   * A number of spare slots.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  @JsonCreator
  public static SpareSlots of(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "spare is %d; expected a number of slots or \"all\"".formatted(count));
    }
    return new SpareSlots(Optional.of(count));
  }

  /**
   * Parses {@code all}.
   *
   * @throws IllegalArgumentException for any other text
   */
  @JsonCreator
  public static SpareSlots of(String text) {
    if (!text.equals(ALL_TEXT)) {
      throw new IllegalArgumentException(
          "spare is \"%s\"; expected a number of slots or \"all\"".formatted(text));
    }
    return ALL;
  }

  /** The value in a spec. */
  @JsonValue
  public Object json() {
    return count.<Object>map(number -> number).orElse(ALL_TEXT);
  }
}
