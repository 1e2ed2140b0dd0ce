package dev.okayd.testing;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A readiness event of a backend, signed by an independent implementation of Standard Webhooks 1.0.
 */
public record SignedEvent(String body, String id, long timestamp, String signature) {
  /** Content type of a single event. */
  public static final String STRUCTURED = "application/cloudevents+json";

  /** An event of a backend, signed now. */
  public static SignedEvent of(
      String secret, String backend, String type, String epoch, long sequence) {
    String id = backend + "-" + epoch + "-" + sequence;
    return sign(secret, event(id, backend, type, epoch, sequence), Instant.now());
  }

  /** The JSON of an event. */
  public static String event(String id, String backend, String type, String epoch, long sequence) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "%s", "type": "dev.okayd.backend.%s.v1",
         "epoch": "%s", "sequence": %d}"""
        .formatted(id, backend, type, epoch, sequence);
  }

  /** Any body, signed at any time. */
  public static SignedEvent sign(String secret, String body, Instant at) {
    String id = "msg-" + body.hashCode();
    String signed = id + "." + at.getEpochSecond() + "." + body;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return new SignedEvent(
          body, id, at.getEpochSecond(), "v1," + Base64.getEncoder().encodeToString(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends this event, which conforms to the contract. */
  public ValidatableResponse post() {
    return on(Contract.request()).post("/v1/events").then();
  }

  /** Adds headers and body to a request. */
  public RequestSpecification on(RequestSpecification request) {
    return request
        .contentType(STRUCTURED)
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }
}
