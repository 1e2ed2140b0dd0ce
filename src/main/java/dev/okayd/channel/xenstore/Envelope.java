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
 * The header of a message.
 *
 * @param request the id of the request that the message is or answers
 * @param parts the number of xenstore values
 * @param bytes the length of the message
 * @param sha256 the digest of the message
 */
record Envelope(XenstoreRequestId request, int parts, int bytes, String sha256) {
  /**
   * The bytes of a message in one value: xenstored limits a guest's node, including its metadata,
   * to less than 2048 bytes.
   */
  static final int PART = 1500;

  /** The largest number of values of a message; a guest's quota is about a thousand nodes. */
  static final int MOST_PARTS = 100;

  private static final Pattern LINE =
      Pattern.compile(
          "okayd1 ([0-9a-f]{8,64}) ([0-9]{1,9}) ([0-9]{1,3}) ([0-9]{1,6}) ([0-9a-f]{64})\n");

  /** Splits a message into values; the first one begins with the envelope. */
  static List<String> split(XenstoreRequestId request, String message) {
    String bytes = latin(message);
    List<String> values = new ArrayList<>();
    for (int at = 0; at < bytes.length(); at += PART) {
      values.add(bytes.substring(at, Math.min(at + PART, bytes.length())));
    }
    Envelope envelope = new Envelope(request, values.size(), bytes.length(), digest(bytes));
    values.set(0, envelope.line() + values.get(0));
    return values;
  }

  /** Parses the envelope at the start of a value, if there is one. */
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

  /** Whether the message has more parts than a reader accepts. */
  boolean isTooLong() {
    return parts > MOST_PARTS;
  }

  /** Joins the values of a message; empty if length or digest do not match. */
  Optional<String> join(List<String> values) {
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

  /** Represents each byte as a character, the format of xenstore values. */
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
