package dev.okayd.channel;

import java.util.Optional;

/** What comes from a guest, which may be anybody's, keeps to the bounds of the contract. */
final class FieldBounds {
  private FieldBounds() {}

  static void requireAtMost(int characters, String field, String text) {
    if (text.length() > characters) {
      throw new IllegalArgumentException(
          "%s has %d characters, %d are the most".formatted(field, text.length(), characters));
    }
  }

  static void requireAtMost(int characters, String field, Optional<String> text) {
    text.ifPresent(present -> requireAtMost(characters, field, present));
  }

  static void requireNotEmpty(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("What is not there is left out of a proof, and not empty");
    }
  }

  static void requireBetween(long least, long most, String field, long number) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s is %d, %d to %d is expected".formatted(field, number, least, most));
    }
  }
}
