package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags in a header {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1).
 *
 * @param any whether the header is {@code *}, which matches every version
 * @param strong opaque values of strong tags
 * @param weak opaque values of weak tags
 */
public record EntityTags(boolean any, List<String> strong, List<String> weak) {
  private static final Pattern TAG =
      Pattern.compile("[ \t]*(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\")?[ \t]*");
  private static final int MOST_CHARACTERS = 8192;

  public EntityTags {
    strong = List.copyOf(strong);
    weak = List.copyOf(weak);
  }

  /** Parses all lines of a header. */
  static EntityTags parse(String header, List<String> lines) {
    String text = String.join(",", lines);
    if (text.strip().equals("*")) {
      return new EntityTags(true, List.of(), List.of());
    }
    if (text.length() > MOST_CHARACTERS) {
      throw malformed(header);
    }
    return list(header, text);
  }

  private static EntityTags list(String header, String text) {
    List<String> strong = new ArrayList<>();
    List<String> weak = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    int start = 0;
    do {
      tag.region(start, text.length());
      if (!tag.lookingAt() || (tag.end() < text.length() && text.charAt(tag.end()) != ',')) {
        throw malformed(header);
      }
      if (tag.group(2) != null) {
        (tag.group(1) == null ? strong : weak).add(tag.group(2));
      }
      start = tag.end() + 1;
    } while (start <= text.length());
    if (strong.isEmpty() && weak.isEmpty()) {
      throw malformed(header);
    }
    return new EntityTags(false, strong, weak);
  }

  private static OkaydException malformed(String header) {
    return new OkaydException(
        ErrorCode.INVALID_PARAMETER,
        header
            + " is neither * nor a list of ETags such as \"7\", with their quotation marks; nothing was changed");
  }

  /** Whether a tag matches by strong comparison, for {@code If-Match}: weak tags never match. */
  boolean matchesStrongly(EntityTag tag) {
    return any || strong.contains(tag.opaque());
  }

  /** Whether a tag matches by weak comparison, for {@code If-None-Match}: weak tags match too. */
  boolean matchesWeakly(EntityTag tag) {
    return matchesStrongly(tag) || weak.contains(tag.opaque());
  }
}
