package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.LogRecords;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole service during and after an outage of the store. */
@QuarkusTest
class StoreOutageTest {
  private static final int REQUESTS = 6;

  @Inject
  @DataSource("sqlite-read")
  AgroalDataSource reading;

  @Inject StoreConfig config;

  @Test
  void anOutageLogsOneLineAtItsStartAndOneAtItsEnd() throws IOException {
    // given
    TestGuest guest = Fixtures.guest(Fixtures.backend().name());
    guest.agent().hello().then().statusCode(200);
    Path elsewhere = config.directory().resolveSibling(config.directory().getFileName() + "-away");

    try (LogRecords logged = LogRecords.listen()) {
      // when
      Files.move(config.directory(), elsewhere);
      try {
        reading.flush(AgroalDataSource.FlushMode.ALL);
        IntStream.range(0, REQUESTS).parallel().forEach(request -> assertUnavailable(guest));
      } finally {
        Files.move(elsewhere, config.directory());
      }

      // then
      await()
          .untilAsserted(
              () ->
                  assertThat(logged.messages())
                      .filteredOn(message -> message.contains("can be read again"))
                      .hasSize(1)
                      .first()
                      .asString()
                      .containsPattern("can be read again: \\d+ transactions failed"));
      assertThat(logged.traces()).hasSizeLessThanOrEqualTo(1);
      assertThat(logged.messages())
          .filteredOn(message -> message.startsWith("The store cannot be read"))
          .hasSize(1);
      // okayd's own periodic writes may fail too: at most a line at the start and one at the end
      assertThat(logged.messages())
          // about backends of other tests
          .filteredOn(message -> !message.contains("the status of backend"))
          .filteredOn(message -> !message.startsWith("The store can") || !message.contains(" read"))
          // the pool logs that this test closed its connections
          .filteredOn(message -> !message.startsWith("Datasource"))
          .allMatch(message -> message.startsWith("The store can") && message.contains(" written"))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  private static void assertUnavailable(TestGuest guest) {
    assertThat(guest.agent().nextCommand(0).statusCode()).isEqualTo(503);
  }
}
