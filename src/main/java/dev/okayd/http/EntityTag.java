package dev.okayd.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The strong ETag of a representation. A version is the sequence number of the log entry of a
 * change, so it is never reused. A digest covers content that changes without a new version.
 *
 * @param opaque the text between the quotation marks
 */
public record EntityTag(String opaque) {
  private static final int DIGEST_BYTES = 8;

  /** For a representation that changes only with its version. */
  public static EntityTag of(long version) {
    return new EntityTag(Long.toString(version));
  }

  /**
   * For a representation with content that changes without a new version.
   *
   * @param shown that content, as records whose text contains every value
   */
  public static EntityTag of(long version, Record shown) {
    return new EntityTag(version + "-" + digest(shown.toString()));
  }

  private static String digest(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  /** The value for a header. */
  @Override
  public String toString() {
    return "\"" + opaque + "\"";
  }
}
