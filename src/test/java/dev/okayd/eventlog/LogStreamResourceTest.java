package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.eventlog.EventSource.Event;
import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(120)
class LogStreamResourceTest {
  private static final int ENTRIES = 5000;

  @Inject Appender appender;

  private static int port() {
    return RestAssured.port;
  }

  private CompletableFuture<Void> appendInTheBackground(int entries, String subject) {
    return CompletableFuture.runAsync(
        () -> IntStream.range(0, entries).forEach(i -> appender.append(subject)));
  }

  @Test
  void anEntryArrivesAtOnceAndEqualsThatOfAPage() {
    String subject = Fixtures.name("guest");
    try (EventSource stream = EventSource.open(port(), "?subject=" + subject)) {
      long begin = System.nanoTime();
      appender.append("test.happened", subject, Map.of("text", "first\nsecond"));
      Event event = stream.nextEvent();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
      assertThat(event.name()).isEqualTo("test.happened");
      assertThat(event.data())
          .contains("\"seq\":" + event.id(), "\"type\":\"test.happened\"", "first\\nsecond")
          .contains("\"subject\":\"" + subject + "\"");
    }
  }

  @Test
  void withoutAPositionItBeginsWithTheNextEntry() {
    String subject = Fixtures.name("guest");
    appender.append(subject);
    try (EventSource stream = EventSource.open(port(), "?subject=" + subject)) {
      long before = appender.last();
      appender.append(subject);

      assertThat(stream.nextEvent().seq()).isGreaterThan(before);
    }
  }

  @Test
  void aFilterPassesMatchingEntriesOnly() {
    String subject = Fixtures.name("guest");
    long after = appender.last();
    appender.append("test.one", subject, Map.of());
    appender.append("test.two", subject + "2", Map.of());
    appender.append("test.two", subject + "/disk", Map.of());
    try (EventSource stream =
        EventSource.open(port(), "?type=test.two&subject=" + subject + "&after=" + after)) {

      assertThat(stream.nextEvent().data()).contains(subject + "/disk");
    }
  }

  @Test
  void overManyReconnectionsEveryEntryIsReadExactlyOnceWhileMoreAreCommitted() throws Exception {
    long first = appender.last();
    var writer = appendInTheBackground(ENTRIES, "writer");
    List<Long> seqs = new ArrayList<>();
    long last = first;

    for (int piece = 1; seqs.size() < ENTRIES; piece++) {
      try (EventSource stream = EventSource.resume(port(), last)) {
        for (int i = 0; i < 97 * piece && seqs.size() < ENTRIES; i++) {
          Event event = stream.nextEvent();
          last = event.seq();
          if (event.name().equals("cut-off")) {
            break;
          }
          seqs.add(last);
        }
      }
    }
    writer.get();

    assertThat(seqs).isEqualTo(LongStream.rangeClosed(first + 1, first + ENTRIES).boxed().toList());
  }

  /**
   * Reads {@code count} entries, and resumes if okayd cuts off a reader that is slow on a busy
   * machine.
   */
  private List<Long> read(String subject, long first, int count) {
    List<Long> seqs = new ArrayList<>();
    long last = first;
    while (seqs.size() < count) {
      try (EventSource stream =
          EventSource.open(port(), "?after=" + last + "&subject=" + subject)) {
        Event event = stream.nextEvent();
        while (!event.name().equals("cut-off") && seqs.size() < count) {
          last = event.seq();
          seqs.add(last);
          event = seqs.size() < count ? stream.nextEvent() : event;
        }
        last = event.seq();
      }
    }
    return seqs;
  }

  @Test
  void streamsThatConnectWhileManyEntriesAreCommittedMissNone() throws Exception {
    String subject = Fixtures.name("guest");
    long first = appender.last();
    var writer = appendInTheBackground(1000, subject);

    var readers =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> read(subject, first, 1000)))
            .toList();
    writer.get();

    // okayd may have logged entries of its own in between
    List<Long> written = appender.seqs(subject);
    assertThat(written).hasSize(1000);
    for (var reader : readers) {
      assertThat(reader.get()).isEqualTo(written);
    }
  }

  @Test
  void aReaderThatDisconnectsFreesItsPlace() {
    for (int i = 0; i < 600; i++) {
      EventSource stream = EventSource.open(port(), "");
      stream.close();
    }

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              try (EventSource stream = EventSource.open(port(), "")) {
                appender.append("place");
                assertThat(stream.nextEvent().name()).isNotEmpty();
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "after=-1,             400, invalid-parameter",
    "after=x,              400, invalid-parameter",
    "subject=A,            400, invalid-parameter",
    "after=9999999999999,  410, log-gone"
  })
  void aPlaceThatIsNoneIsAProblem(String query, int status, String code) throws Exception {
    HttpResponse<InputStream> answer =
        EventSource.answer(EventSource.request(port(), "?" + query).build());

    try (InputStream body = answer.body()) {
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains(code);
    }
  }
}
