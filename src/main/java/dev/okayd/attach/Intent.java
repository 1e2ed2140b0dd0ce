package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** What the operator wants of a device. */
public enum Intent {
  /** Follow the backend. */
  @JsonEnumDefaultValue
  AUTO("auto"),
  /** Follow the backend, and retry a failure without end, at a long interval. */
  ATTACHED("attached"),
  /** Remove the device, and keep it removed. */
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
