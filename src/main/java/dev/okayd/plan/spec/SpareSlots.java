package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * How many slots a guest has in store for devices that nobody knows yet.
 *
 * @param count empty for all that are left
 */
public record SpareSlots(Optional<Integer> count) {
  private static final String ALL_TEXT = "all";

  /** No slot. */
  public static final SpareSlots NONE = new SpareSlots(Optional.of(0));

  /** All slots that are left. */
  public static final SpareSlots ALL = new SpareSlots(Optional.empty());

  /**
   * This many.
   *
   * @throws IllegalArgumentException if it is negative
   */
  @JsonCreator
  public static SpareSlots of(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "spare is %d, a number of slots or \"all\" is expected".formatted(count));
    }
    return new SpareSlots(Optional.of(count));
  }

  /**
   * Reads {@code all}.
   *
   * @throws IllegalArgumentException for any other text
   */
  @JsonCreator
  public static SpareSlots of(String text) {
    if (!text.equals(ALL_TEXT)) {
      throw new IllegalArgumentException(
          "spare is \"%s\", a number of slots or \"all\" is expected".formatted(text));
    }
    return ALL;
  }

  /** As it stands in a spec. */
  @JsonValue
  public Object json() {
    return count.<Object>map(number -> number).orElse(ALL_TEXT);
  }
}
