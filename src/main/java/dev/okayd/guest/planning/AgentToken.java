package dev.okayd.guest.planning;

import dev.okayd.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret by which a guest's agent authenticates: 32 random bytes. okayd stores only the digest.
 */
final class AgentToken {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AgentToken() {}

  /** A new token: 43 characters of URL-safe base64. */
  static String generate() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The digest of a token, which okayd stores. */
  static String digest(String token) {
    return HexFormat.of().formatHex(Sha256.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether a token has a digest. Compares in constant time. */
  static boolean matches(String token, String digest) {
    return MessageDigest.isEqual(
        digest(token).getBytes(StandardCharsets.US_ASCII),
        digest.getBytes(StandardCharsets.US_ASCII));
  }
}
