package dev.okayd.plan;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the agent of a guest is reached. */
public enum GuestChannel {
  /** The agent asks through the guest's folder in xenstore. */
  XENSTORE("xenstore"),
  /** The agent asks over a byte stream, such as a serial port. */
  STREAM("stream"),
  /** The agent asks over HTTP. */
  HTTP("http"),
  /** A person applies overlays, and hands in what the agent printed. */
  MANUAL("manual");

  private final String word;

  GuestChannel(String word) {
    this.word = word;
  }

  /** As the contract writes it. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
