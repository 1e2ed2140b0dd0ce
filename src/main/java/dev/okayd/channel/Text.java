package dev.okayd.channel;

import java.util.Optional;

/** Texts that come from a guest, which may be anybody's: none is longer than the contract says. */
final class Text {
  private Text() {}

  static void requireAtMost(int characters, String field, String text) {
    if (text.length() > characters) {
      throw new IllegalArgumentException(
          "%s has %d characters, %d are the most".formatted(field, text.length(), characters));
    }
  }

  static void requireAtMost(int characters, String field, Optional<String> text) {
    text.ifPresent(present -> requireAtMost(characters, field, present));
  }
}
