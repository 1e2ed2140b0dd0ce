package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.eventlog.EventSource.Event;
import dev.okayd.testing.NarrowBounds;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams at their limits, which are low in this test. */
@QuarkusTest
@TestProfile(NarrowBounds.class)
@Timeout(60)
class LogStreamBoundsTest {
  @Inject Appender appender;

  private static int port() {
    return RestAssured.port;
  }

  private EventSource open(String query) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .ignoreException(IllegalStateException.class)
        .until(() -> EventSource.open(port(), query), stream -> true);
  }

  @Test
  void anIdleStreamSendsComments() {
    try (EventSource stream = open("?subject=nobody")) {
      Event first = stream.next().orElseThrow();
      Event second = stream.next().orElseThrow();

      assertThat(first.comment()).isTrue();
      assertThat(second).isEqualTo(new Event("", "", "", true));
    }
  }

  @Test
  void aReaderThatStallsIsCutOffAndToldWhereToResume() {
    // each entry is far larger than the buffers of a connection
    Map<String, String> much = Map.of("much", "x".repeat(4 << 20));
    try (EventSource stream = open("")) {
      appender.append("test.first", "slow", Map.of());
      long last = stream.nextEvent().seq();

      for (int i = 0; i < 40; i++) {
        appender.append("test.much", "slow", much);
      }
      Event event = stream.nextEvent();
      while (event.name().equals("test.much")) {
        assertThat(event.seq()).isEqualTo(last + 1);
        last = event.seq();
        event = stream.nextEvent();
      }

      assertThat(event.name()).isEqualTo("cut-off");
      assertThat(event.seq()).isEqualTo(last);
      assertThat(event.data()).isEqualTo("{\"resumeBehind\":" + last + "}");
      assertThat(stream.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void streamsAboveTheLimitAreRefused() throws Exception {
    try (EventSource first = open("");
        EventSource second = open("");
        EventSource third = open("")) {
      HttpResponse<InputStream> answer =
          EventSource.answer(EventSource.request(port(), "").build());

      try (InputStream body = answer.body()) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .contains("too-many-streams");
      }
      assertThat(first.next()).isPresent();
      assertThat(second.next()).isPresent();
      assertThat(third.next()).isPresent();
    }
  }
}
