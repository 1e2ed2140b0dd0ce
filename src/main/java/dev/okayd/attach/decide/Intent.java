package dev.okayd.attach.decide;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** What somebody wants of a device. */
public enum Intent {
  /** Follow the backend. */
  @JsonEnumDefaultValue
  AUTO("auto"),
  /**
   * Follow the backend, and never give up: what failed is tried again, slowly and without an end.
   */
  ATTACHED("attached"),
  /** Let go, and stay away. */
  DETACHED("detached");

  private final String word;

  Intent(String word) {
    this.word = word;
  }

  /** As the contract writes it. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
