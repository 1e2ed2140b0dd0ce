package dev.okayd.plan;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 digests. */
public final class Digests {
  private Digests() {}

  /** The 32 bytes of the digest. */
  public static byte[] sha256(byte[] data) {
    return begin().digest(data);
  }

  /** A digest to which data is added in parts. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
