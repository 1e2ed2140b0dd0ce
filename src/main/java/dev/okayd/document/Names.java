package dev.okayd.document;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.regex.Pattern;

/**
 * The names of guests, devices and backends: lower-case letters, digits and hyphens, at most 63,
 * with no hyphen at either end. Names become parts of URLs, file names, configfs directories and
 * xenstore paths, so one narrow set is valid everywhere.
 */
public final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private Names() {}

  /** Whether a text is a valid name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Returns a valid name.
   *
   * @param what the kind of thing, for the message
   * @throws OkaydException {@code invalid-name} if the name is invalid
   */
  public static String require(String what, String text) {
    if (!isName(text)) {
      throw new OkaydException(ErrorCode.INVALID_NAME, complaint(what, text));
    }
    return text;
  }

  /** The message for an invalid name. */
  public static String complaint(String what, String text) {
    return "\"%s\" is no name for a %s: 1 to 63 of a-z, 0-9 and inner hyphens are expected"
        .formatted(text.length() > 80 ? text.substring(0, 80) + "…" : text, what);
  }
}
