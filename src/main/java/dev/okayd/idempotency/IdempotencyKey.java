package dev.okayd.idempotency;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A client's name for one intended effect. okayd stores only its digest. */
record IdempotencyKey(String text) {
  static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
  private static final byte[] PURPOSE = "okayd idempotency".getBytes(StandardCharsets.US_ASCII);

  /** The key of a request, if it has one. */
  static Optional<IdempotencyKey> of(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    if (headers.size() > 1 || !KEY.matcher(headers.get(0)).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          HEADER + " must have 1 to 200 printable ASCII characters, once; nothing was changed");
    }
    return Optional.of(new IdempotencyKey(headers.get(0)));
  }

  /** The lookup key of the answer. */
  String digest() {
    return sha256(bytes());
  }

  /** The encryption key of the answer. It cannot be derived from the database alone. */
  SecretKey secret() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(), "HmacSHA256"));
      return new SecretKeySpec(mac.doFinal(PURPOSE), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no HMAC-SHA256", e);
    }
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  /** Hides the key from logs, because it decrypts the answer. */
  @Override
  public String toString() {
    return "IdempotencyKey[" + digest() + "]";
  }
}
