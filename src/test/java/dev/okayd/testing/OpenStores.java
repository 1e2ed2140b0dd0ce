package dev.okayd.testing;

import dev.okayd.store.CommitListener;
import dev.okayd.store.Database;
import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.tool.PostgresqlServer;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Stores without the service around them. */
public final class OpenStores {
  private static final int LARGEST_BATCH = 256;

  private OpenStores() {}

  /** A store over a SQLite file. */
  public static DatabaseStore sqlite(Path file, CommitListener listener) {
    SQLiteConfig writing = new SQLiteConfig();
    writing.setJournalMode(SQLiteConfig.JournalMode.WAL);
    writing.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    writing.enforceForeignKeys(true);
    DataSource writer = dataSource(file, writing);
    migrate(writer, "db/sqlite");
    SQLiteConfig reading = new SQLiteConfig();
    reading.setReadOnly(true);
    return new DatabaseStore(
        Database.SQLITE, writer, dataSource(file, reading), LARGEST_BATCH, listener);
  }

  private static DataSource dataSource(Path file, SQLiteConfig config) {
    SQLiteDataSource dataSource = new SQLiteDataSource(config);
    dataSource.setUrl("jdbc:sqlite:" + file);
    return dataSource;
  }

  /** A store over a PostgreSQL database. */
  public static DatabaseStore postgresql(String url, CommitListener listener) {
    DataSource dataSource = PostgresqlServer.dataSource(url);
    migrate(dataSource, "db/postgresql");
    return new DatabaseStore(Database.POSTGRESQL, dataSource, dataSource, LARGEST_BATCH, listener);
  }

  private static void migrate(DataSource dataSource, String location) {
    Flyway.configure().dataSource(dataSource).locations(location).load().migrate();
  }
}
