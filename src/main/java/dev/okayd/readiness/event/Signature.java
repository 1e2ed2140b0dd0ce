package dev.okayd.readiness.event;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.okayd.backend.Backend;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The signature of a delivery as Standard Webhooks 1.0 defines it: HMAC-SHA256 over the id, the
 * timestamp and the bytes of the body.
 *
 * @param id header {@code webhook-id}
 * @param timestamp header {@code webhook-timestamp}
 * @param signatures header {@code webhook-signature}: one or more, separated by spaces
 */
public record Signature(
    Optional<String> id, Optional<String> timestamp, Optional<String> signatures) {
  /** The tolerance that Standard Webhooks and common senders use. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new signing secret. */
  public static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Checks the signature of a body.
   *
   * @throws OkaydException if it is missing, wrong, or too old for a backend with a clock
   */
  void verify(byte[] body, Backend backend, Instant now) {
    String messageId = present(id, "webhook-id");
    Instant signedAt = signedAt();
    String expected = expected(messageId, signedAt, body, backend);
    boolean matches =
        Arrays.stream(present(signatures, "webhook-signature").split(" ", -1))
            .anyMatch(
                candidate ->
                    MessageDigest.isEqual(
                        candidate.getBytes(StandardCharsets.UTF_8),
                        expected.getBytes(StandardCharsets.UTF_8)));
    if (!matches) {
      throw new OkaydException(
          ErrorCode.SIGNATURE_WRONG,
          "No signature in webhook-signature matches this body and the secret of backend \"%s\""
              .formatted(backend.name()));
    }
    switch (backend.replayProtection()) {
      case TIMESTAMP -> requireFresh(signedAt, now);
      case SEQUENCE -> {
        // the timestamp of a backend without a clock proves nothing
      }
    }
  }

  private static void requireFresh(Instant signedAt, Instant now) {
    if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
      throw new OkaydException(
          ErrorCode.SIGNATURE_STALE,
          "The event was signed at %s, the time is %s; they may differ by at most %d minutes. Register a backend without a clock"
                  .formatted(signedAt, now, TOLERANCE.toMinutes())
              + " with replayProtection \"sequence\"");
    }
  }

  private static String expected(String messageId, Instant signedAt, byte[] body, Backend backend) {
    try {
      return new Webhook(backend.secret()).sign(messageId, signedAt.getEpochSecond(), utf8(body));
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("This JDK cannot sign", e);
    }
  }

  /** Rejects malformed UTF-8, because the text must stand for exactly the bytes that were sent. */
  private static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new OkaydException(ErrorCode.NOT_A_CLOUDEVENT, "The body is not valid UTF-8");
    }
  }

  private Instant signedAt() {
    String seconds = present(timestamp, "webhook-timestamp");
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      throw new OkaydException(
          ErrorCode.SIGNATURE_WRONG, "webhook-timestamp is not a number of seconds since 1970");
    }
  }

  private static String present(Optional<String> header, String name) {
    return header.orElseThrow(
        () ->
            new OkaydException(
                ErrorCode.SIGNATURE_MISSING,
                "The header %s is missing; sign events as Standard Webhooks defines"
                    .formatted(name)));
  }
}
