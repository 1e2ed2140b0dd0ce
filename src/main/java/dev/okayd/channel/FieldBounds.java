package dev.okayd.channel;

import java.util.Optional;

/** Enforces the bounds of the contract on data from guests, which okayd does not trust. */
final class FieldBounds {
  private FieldBounds() {}

  static void requireAtMost(int characters, String field, String text) {
    if (text.length() > characters) {
      throw new IllegalArgumentException(
          "%s has %d characters; the limit is %d".formatted(field, text.length(), characters));
    }
  }

  static void requireAtMost(int characters, String field, Optional<String> text) {
    text.ifPresent(present -> requireAtMost(characters, field, present));
  }

  static void requireNotEmpty(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "A field of a proof must not be empty; omit it if there is no value");
    }
  }

  static void requireBetween(long least, long most, String field, long number) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s is %d, %d to %d is expected".formatted(field, number, least, most));
    }
  }
}
