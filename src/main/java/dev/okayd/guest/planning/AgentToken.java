package dev.okayd.guest.planning;

import dev.okayd.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What a guest's agent proves itself with: 32 random bytes. Only their digest is kept. */
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

  /** What is kept of a token. */
  static String digest(String token) {
    return HexFormat.of().formatHex(Sha256.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether a token has this digest, in a time that does not depend on how much of it is right. */
  static boolean matches(String token, String digest) {
    return MessageDigest.isEqual(
        digest(token).getBytes(StandardCharsets.US_ASCII),
        digest.getBytes(StandardCharsets.US_ASCII));
  }
}
