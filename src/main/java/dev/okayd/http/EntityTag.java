package dev.okayd.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The strong ETag of a representation. A version is the number of the log entry that records a
 * change, so it never comes back; what a representation shows beside that adds a digest.
 *
 * @param opaque what is between its quotation marks
 */
public record EntityTag(String opaque) {
  private static final int DIGEST_BYTES = 8;

  /** Of a representation that shows only what its version counts. */
  public static EntityTag of(long version) {
    return new EntityTag(Long.toString(version));
  }

  /**
   * Of a representation that also shows what changes without its version.
   *
   * @param shown all of that, as records whose text names every value
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

  /** As a header has it. */
  @Override
  public String toString() {
    return "\"" + opaque + "\"";
  }
}
