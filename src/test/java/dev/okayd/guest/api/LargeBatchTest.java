package dev.okayd.guest.api;

import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.NarrowBounds;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The maximum number of guests in one request. A thousand guests would disturb tests that read
 * lists, so this test uses a separate okayd with its own store.
 */
@QuarkusTest
@TestProfile(NarrowBounds.class)
class LargeBatchTest {
  private static final int MOST = 1000;

  /** Guests of one backend with host addresses: okayd compares each guest with all others. */
  private static String guests() {
    return IntStream.range(0, MOST)
        .mapToObj(
            i ->
                """
                {"name": "guest-%d", "spec": {"platform": "xen-direct-map",
                 "window": {"base": "0x%x", "interrupt": 200, "slots": 4},
                 "devices": [{"name": "disk", "type": "blk", "backend": "storage"},
                             {"name": "lan", "type": "net", "backend": "storage"}]}}
                """
                    .formatted(i, 0xe0000000L + 0x800L * i))
        .collect(Collectors.joining(",", "{\"guests\": [", "]}"));
  }

  @Test
  @Timeout(300)
  void createsAThousandGuestsInOneRequest() {
    Contract.request()
        .contentType("application/json")
        .body(guests())
        .put("/v1/guests")
        .then()
        .statusCode(200)
        .body("items", hasSize(MOST))
        .body("items.agentToken", everyItem(notNullValue()));
  }
}
