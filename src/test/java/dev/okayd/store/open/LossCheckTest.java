package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.testing.OpenStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class LossCheckTest {
  @TempDir private Path directory = Path.of("");
  @TempDir private Path copy = Path.of("");

  private static LossCheck check(Path directory, boolean isLossAccepted) {
    return new LossCheck(new SqliteFile(directory), new SequenceFile(directory), isLossAccepted);
  }

  private static DataSource dataSource(Path directory) {
    SQLiteDataSource dataSource = new SQLiteDataSource();
    dataSource.setUrl("jdbc:sqlite:" + directory.resolve("okayd.db"));
    return dataSource;
  }

  /** Leaves a store with log entries, as a killed okayd does. */
  private Connection useAndCopyWhileOpen(String... files) throws SQLException, IOException {
    OpenStores.sqlite(directory.resolve("okayd.db"), () -> {}).close();
    new SqliteFile(directory).open(dataSource(directory));
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("okayd.db"));
    try (Statement statement = connection.createStatement()) {
      int unused =
          statement.executeUpdate(
              "INSERT INTO event_log (at, type, subject, data) VALUES (0, 't', 's', '{}')");
    }
    for (String file : files) {
      Files.copy(directory.resolve(file), copy.resolve(file));
    }
    return connection;
  }

  @Test
  void aCopyWithoutItsWriteAheadLogIsRefused() throws SQLException, IOException {
    try (Connection open = useAndCopyWhileOpen("okayd.db")) {
      assertThatThrownBy(check(copy, false)::beforeOpen)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("lacks the okayd.db-wal")
          .hasMessageContaining("okayd.store.accept-loss=true");
      assertThatCode(check(copy, true)::beforeOpen).doesNotThrowAnyException();
      assertThat(open.isClosed()).isFalse();
    }
  }

  @Test
  void bothFilesTogetherAreComplete() throws SQLException, IOException {
    try (Connection open = useAndCopyWhileOpen("okayd.db", "okayd.db-wal")) {
      assertThatCode(check(copy, false)::beforeOpen).doesNotThrowAnyException();
      assertThat(new SqliteFile(copy).lastSeq(dataSource(copy))).isEqualTo(1);
      assertThat(open.isClosed()).isFalse();
    }
  }

  @Test
  void afterACleanStopTheFileAloneIsComplete() throws SQLException, IOException {
    useAndCopyWhileOpen().close();

    long seq = new SqliteFile(directory).close();

    assertThat(seq).isEqualTo(1);
    assertThat(directory.resolve("okayd.db-wal")).doesNotExist();
    Files.copy(directory.resolve("okayd.db"), copy.resolve("okayd.db"));
    assertThatCode(check(copy, false)::beforeOpen).doesNotThrowAnyException();
    assertThat(new SqliteFile(copy).lastSeq(dataSource(copy))).isEqualTo(1);
  }

  @Test
  void aReaderDuringTheStopIsReportedAndTheFileStaysMarked() throws SQLException, IOException {
    useAndCopyWhileOpen().close();
    new SqliteFile(directory).open(dataSource(directory));
    try (Connection reader = dataSource(directory).getConnection();
        Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      statement.executeQuery("SELECT * FROM event_log").next();

      assertThatThrownBy(new SqliteFile(directory)::close).isInstanceOf(SQLException.class);

      Files.copy(directory.resolve("okayd.db"), copy.resolve("okayd.db"));
      assertThat(new SqliteFile(copy).lacksItsLog()).isTrue();
    }
  }

  @Test
  void theSequenceFileRevealsAMissingDatabaseFile() {
    new SequenceFile(directory).write(7);

    assertThatThrownBy(check(directory, false)::beforeOpen)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is missing")
        .hasMessageContaining("store with 7 log entries");
  }

  @Test
  void anOlderFileIsRefused() {
    OpenStores.sqlite(directory.resolve("okayd.db"), () -> {}).close();
    new SequenceFile(directory).write(7);

    assertThatCode(() -> check(directory, false).afterOpen(7)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(directory, false).afterOpen(6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ends at entry 6")
        .hasMessageContaining("records entry 7");
  }

  @Test
  void anEmptyDirectoryIsAFreshStart() {
    assertThatCode(check(directory, false)::beforeOpen).doesNotThrowAnyException();
  }

  @Test
  void anUnreadableSequenceFileIsIgnored() throws IOException {
    Files.writeString(directory.resolve("okayd.seq"), "");

    assertThatCode(check(directory, false)::beforeOpen).doesNotThrowAnyException();
  }
}
