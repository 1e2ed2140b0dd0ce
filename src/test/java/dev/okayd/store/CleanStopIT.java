package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.OkaydProcess;
import dev.okayd.testing.Thorough;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the SQLite file after a clean stop and after a kill. */
@Thorough.Only
class CleanStopIT {
  private static final int STOPS = 3;

  @TempDir private Path store = Path.of("");
  @TempDir private Path copies = Path.of("");

  @AfterEach
  void end() {
    RestAssured.reset();
  }

  private static OkaydProcess start(Path directory) throws IOException {
    OkaydProcess okayd = OkaydProcess.start(directory);
    RestAssured.port = okayd.port();
    return okayd;
  }

  private Path copyOfTheFileAlone(String name) throws IOException {
    Path copy = Files.createDirectory(copies.resolve(name));
    Files.copy(store.resolve("okayd.db"), copy.resolve("okayd.db"));
    return copy;
  }

  private static TestGuest guest() {
    return Fixtures.guest(Fixtures.backend().name());
  }

  @Test
  void afterACleanStopTheFileAloneIsTheWholeState() throws IOException {
    for (int stop = 1; stop <= STOPS; stop++) {
      OkaydProcess okayd = start(store);
      TestGuest guest = guest();
      okayd.close();

      assertThat(store.resolve("okayd.db-wal")).doesNotExist();
      try (OkaydProcess another = start(copyOfTheFileAlone("copy" + stop))) {
        assertThat(another.port()).isPositive();
        Contract.request().get("/v1/guests/{guest}", guest.name()).then().statusCode(200);
      }
    }
  }

  @Test
  void afterAKillACopyOfTheFileAloneIsRefused() throws IOException {
    OkaydProcess okayd = start(store);
    TestGuest guest = guest();
    okayd.kill();
    Path copy = copyOfTheFileAlone("killed");

    assertThatThrownBy(() -> start(copy)).hasStackTraceContaining("lacks the okayd.db-wal");

    try (OkaydProcess again = start(store)) {
      assertThat(again.port()).isPositive();
      Contract.request().get("/v1/guests/{guest}", guest.name()).then().statusCode(200);
    }
  }
}
