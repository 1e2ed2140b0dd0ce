package dev.okayd.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes the digest of a backup's lines. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
