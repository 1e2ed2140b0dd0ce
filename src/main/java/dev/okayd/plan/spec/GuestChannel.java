package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How okayd and the agent of a guest communicate. */
public enum GuestChannel {
  /** The agent polls through the guest's folder in xenstore. */
  XENSTORE("xenstore"),
  /** The agent polls over a byte stream, such as a serial port. */
  STREAM("stream"),
  /** The agent polls over HTTP. */
  HTTP("http"),
  /** An operator applies overlays and confirms them with the output of the agent. */
  MANUAL("manual"),
  /** A channel of a later version of okayd; a spec cannot ask for it. */
  @JsonEnumDefaultValue
  UNKNOWN("unknown");

  private final String word;

  GuestChannel(String word) {
    this.word = word;
  }

  /**
   * The channel with a name.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  @JsonCreator
  static GuestChannel of(String name) {
    return Arrays.stream(values())
        .filter(channel -> channel != UNKNOWN && channel.word.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not a channel; known channels are xenstore, stream, http, manual"
                        .formatted(name)));
  }

  /** The name in the API. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
