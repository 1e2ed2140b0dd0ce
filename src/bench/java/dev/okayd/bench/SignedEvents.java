package dev.okayd.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A backend's events as the bytes of requests, each with an id and a signature of its own. */
final class SignedEvents {
  private static final String ALGORITHM = "HmacSHA256";

  private final String source;
  private final Mac mac;
  private final long timestamp = System.currentTimeMillis() / 1000;
  private long sequence;

  private SignedEvents(String source, Mac mac) {
    this.source = source;
    this.mac = mac;
  }

  /** Registers the backend. */
  static SignedEvents of(Okayd okayd, String backend) throws IOException, GeneralSecurityException {
    String secret = okayd.put("/v1/backends/" + backend, "{}").get("secret").textValue();
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    Mac mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(key, ALGORITHM));
    return new SignedEvents(backend, mac);
  }

  /** Ready, once more in the same start of the backend. */
  byte[] next() {
    return next("epoch");
  }

  /** Ready, in a new start of the backend. */
  byte[] nextEpoch() {
    return next("epoch-" + sequence);
  }

  private byte[] next(String epoch) {
    sequence++;
    String id = source + "-" + sequence;
    String body =
        """
        {"specversion":"1.0","id":"%s","source":"%s","type":"dev.okayd.backend.ready.v1","epoch":"%s","sequence":%d}"""
            .formatted(id, source, epoch, sequence);
    byte[] digest =
        mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
    return Connection.request(
        "POST",
        "/v1/events",
        body,
        List.of(
            "Content-Type: application/cloudevents+json",
            "webhook-id: " + id,
            "webhook-timestamp: " + timestamp,
            "webhook-signature: v1," + Base64.getEncoder().encodeToString(digest)));
  }
}
