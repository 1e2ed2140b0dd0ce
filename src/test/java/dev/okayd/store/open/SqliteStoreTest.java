package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.CommitListener;
import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreKit {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory = Path.of("");

  private Path file() {
    return directory.resolve("okayd.db");
  }

  @Override
  List<DatabaseStore> open(CommitListener listener) {
    return List.of(OpenStores.sqlite(file(), listener));
  }

  @Test
  void aFullDiskIsReportedUntilThereIsSpace() {
    store().inTransaction(handle -> log(handle, "before"));
    store().inTransaction(handle -> mostPages(handle, pages(handle)));

    assertThatThrownBy(() -> store().inTransaction(SqliteStoreTest::large))
        .isInstanceOfSatisfying(
            OkaydException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FULL))
        .hasMessageContaining("Free space");
    assertThat(store().writeFailure()).hasValueSatisfying(why -> assertThat(why).contains("full"));
    assertThat(logged()).containsExactly("before");

    store().inTransaction(handle -> mostPages(handle, MEGABYTE));
    store().inTransaction(SqliteStoreTest::large);

    assertThat(store().writeFailure()).isEmpty();
    assertThat(logged()).containsExactly("before", "large");
  }

  @Test
  void theSmallestWriteIsAWrite() throws SQLException {
    try (Connection another = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      // data_version tells whether another connection changed the file
      int before = dataVersion(another);

      store().tryToWrite();

      assertThat(dataVersion(another)).isNotEqualTo(before);
    }
  }

  private static int dataVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA data_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static int large(Handle handle) {
    return handle.execute(
        "INSERT INTO event_log (at, type, subject, data) VALUES (0, 'large', 'subject', ?)",
        "x".repeat(MEGABYTE));
  }

  private static int pages(Handle handle) {
    return handle.createQuery("PRAGMA page_count").mapTo(Integer.class).one();
  }

  private static int mostPages(Handle handle, int pages) {
    return handle.createQuery("PRAGMA max_page_count = " + pages).mapTo(Integer.class).one();
  }
}
