package dev.okayd.readiness.pull;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.net.URI;
import java.net.URISyntaxException;

/** The URL where okayd can read the last event of a backend. */
public final class StatusUrl {
  private static final int LONGEST = 500;

  private StatusUrl() {}

  /**
   * Validates a status URL and returns it.
   *
   * @throws OkaydException {@code invalid-parameter} if it is invalid
   */
  public static String require(String text) {
    if (text.length() > LONGEST || !isHttp(text)) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "statusUrl must be an http or https URL with a host, of at most "
              + LONGEST
              + " characters");
    }
    return text;
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
