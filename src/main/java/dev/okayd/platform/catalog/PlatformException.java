package dev.okayd.platform.catalog;

import java.util.List;

/** A file of the user's that is no platform: which one, and all that is wrong with it. */
public final class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  PlatformException(String message) {
    this(List.of(message));
  }

  PlatformException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  PlatformException(String message, Throwable cause) {
    super(message, cause);
    this.lines = List.of(message);
  }

  /** A line for each thing that is wrong, never empty. */
  public List<String> lines() {
    return lines;
  }
}
