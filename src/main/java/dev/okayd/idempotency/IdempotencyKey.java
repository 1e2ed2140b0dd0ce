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

/** What a client calls one intended effect. okayd keeps its digest alone. */
record IdempotencyKey(String text) {
  static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
  private static final byte[] PURPOSE = "okayd idempotency".getBytes(StandardCharsets.US_ASCII);

  /** That of a request, if it has one. */
  static Optional<IdempotencyKey> of(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    if (headers.size() > 1 || !KEY.matcher(headers.get(0)).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          HEADER + " is not one of 1 to 200 printable ASCII characters; nothing was changed");
    }
    return Optional.of(new IdempotencyKey(headers.get(0)));
  }

  /** By which an answer is found. */
  String digest() {
    return sha256(bytes());
  }

  /** With which an answer is encrypted: whoever has the database alone cannot make it. */
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

  /** It opens the answer, so it is not for logs. */
  @Override
  public String toString() {
    return "IdempotencyKey[" + digest() + "]";
  }
}
