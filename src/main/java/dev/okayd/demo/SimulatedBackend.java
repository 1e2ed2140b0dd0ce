package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.okayd.client.ServiceClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Map;

/** Signs and sends the events of a simulated backend. */
final class SimulatedBackend {
  private final String name;
  private final String secret;
  private final ServiceClient okayd;
  private final Clock clock;
  private int sequence;

  SimulatedBackend(String name, String secret, ServiceClient okayd, Clock clock) {
    this.name = name;
    this.secret = secret;
    this.okayd = okayd;
    this.clock = clock;
  }

  /** Sends a readiness event; returns its effect. */
  String send(String what) throws IOException {
    sequence++;
    String id = name + "-" + sequence;
    String body =
        """
        {"specversion": "1.0", "id": "%s", "source": "%s", "type": "dev.okayd.backend.%s.v1",
         "epoch": "1", "sequence": %d}"""
            .formatted(id, name, what, sequence);
    long seconds = clock.instant().getEpochSecond();
    JsonNode answer =
        okayd.send(
            "POST",
            "/v1/events",
            Map.of(
                "Content-Type",
                "application/cloudevents+json",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                signature(id, seconds, body)),
            BodyPublishers.ofString(body));
    return answer.path("events").path(0).path("effect").asText();
  }

  private String signature(String id, long seconds, String body) {
    try {
      return new Webhook(secret).sign(id, seconds, body);
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("This JDK cannot sign", e);
    }
  }
}
