package dev.okayd.platform.catalog;

import java.util.List;

/** A platform file of the operator is invalid. Has the name of the file and every fault. */
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

  /** One line per fault; never empty. */
  public List<String> lines() {
    return lines;
  }
}
