package dev.okayd.platform;

/** A file of the user's that is no platform: which one, and why. */
public final class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlatformException(String message) {
    super(message);
  }

  PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
