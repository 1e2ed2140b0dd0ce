package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  @TempDir private Path directory = Path.of("");

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("okayd.db");
  }

  private void migrate() {
    Flyway flyway = Flyway.configure().dataSource(url(), null, null).locations("db/sqlite").load();
    Migration.run(flyway, "The store", "Change it");
  }

  @Test
  void refusesTheStoreOfALaterOkayd() throws SQLException {
    migrate();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      int unused =
          statement.executeUpdate(
              "INSERT INTO flyway_schema_history VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)");
    }

    assertThatThrownBy(this::migrate)
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("The store is of a later okayd: its schema has version 999")
        .hasMessageContaining("Start the later okayd");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Path unused = Files.writeString(directory.resolve("okayd.db"), "no database".repeat(1000));

    assertThatThrownBy(this::migrate)
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("The store cannot be used: ")
        .hasMessageContaining("file is not a database")
        .hasMessageEndingWith(". Change it");
  }
}
