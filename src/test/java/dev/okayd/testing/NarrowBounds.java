package dev.okayd.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.UUID;

/** An okayd with its own store and with limits that a test can reach. */
public class NarrowBounds implements QuarkusTestProfile {
  /** The maximum of concurrent requests. */
  public static final int REQUESTS = 3;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "okayd.http.most-under-way",
        Integer.toString(REQUESTS),
        "okayd.log.stream.most",
        "3",
        "okayd.log.stream.window",
        "8",
        "okayd.log.stream.heartbeat",
        "200ms",
        "okayd.store.directory",
        "target/test-store/" + UUID.randomUUID());
  }
}
