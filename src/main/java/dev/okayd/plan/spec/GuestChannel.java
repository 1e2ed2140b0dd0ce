package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How the agent of a guest is reached. */
public enum GuestChannel {
  /** The agent asks through the guest's folder in xenstore. */
  XENSTORE("xenstore"),
  /** The agent asks over a byte stream, such as a serial port. */
  STREAM("stream"),
  /** The agent asks over HTTP. */
  HTTP("http"),
  /** A person applies overlays, and hands in what the agent printed. */
  MANUAL("manual"),
  /** One that only a later version of okayd knows; no spec can ask for it. */
  @JsonEnumDefaultValue
  UNKNOWN("unknown");

  private final String word;

  GuestChannel(String word) {
    this.word = word;
  }

  /**
   * The channel of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  static GuestChannel of(String name) {
    return Arrays.stream(values())
        .filter(channel -> channel != UNKNOWN && channel.word.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no channel; known are xenstore, stream, http, manual"
                        .formatted(name)));
  }

  /** As the contract writes it. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
