package dev.okayd.channel.xenstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before a message.
 *
 * @param request that it is, or answers
 * @param parts how many values it is in
 * @param bytes how long it is
 * @param sha256 its digest
 */
record Envelope(XenstoreRequestId request, int parts, int bytes, String sha256) {
  /**
   * How many bytes of a message are in one value: xenstored lets a guest's node, with all that
   * belongs to it, have less than 2048.
   */
  static final int PART = 1500;

  /** How many values a message may take; a guest may have some thousand nodes in all. */
  static final int MOST_PARTS = 100;

  private static final Pattern LINE =
      Pattern.compile(
          "okayd1 ([0-9a-f]{8,64}) ([0-9]{1,9}) ([0-9]{1,3}) ([0-9]{1,6}) ([0-9a-f]{64})\n");

  /** A message in values, the first one with its envelope. */
  static List<String> seal(XenstoreRequestId request, String message) {
    String bytes = latin(message);
    List<String> values = new ArrayList<>();
    for (int at = 0; at < bytes.length(); at += PART) {
      values.add(bytes.substring(at, Math.min(at + PART, bytes.length())));
    }
    Envelope envelope = new Envelope(request, values.size(), bytes.length(), digest(bytes));
    values.set(0, envelope.line() + values.get(0));
    return values;
  }

  /** The envelope that a value begins with, if it does. */
  static Optional<Envelope> of(String value) {
    Matcher matcher = LINE.matcher(value);
    return matcher.lookingAt()
        ? Optional.of(
            new Envelope(
                new XenstoreRequestId(matcher.group(1), Integer.parseInt(matcher.group(2))),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                matcher.group(5)))
        : Optional.empty();
  }

  /** Whether nobody reads as many values. */
  boolean isTooLong() {
    return parts > MOST_PARTS;
  }

  /** The message in values that begin with this envelope; empty if it is not what was sealed. */
  Optional<String> open(List<String> values) {
    String bytes = String.join("", values).substring(line().length());
    return bytes.length() == this.bytes && digest(bytes).equals(sha256)
        ? Optional.of(
            new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private String line() {
    return "okayd1 %s %d %d %d %s\n"
        .formatted(request.session(), request.number(), parts, bytes, sha256);
  }

  /** Each byte as a character, as values of the xenstore are. */
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String digest(String bytes) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
