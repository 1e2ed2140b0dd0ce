package dev.okayd.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** The one PostgreSQL of this test run; it starts when it is first needed. */
public final class PostgresqlServer {
  private static final String USER = "postgres";

  private PostgresqlServer() {}

  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
    }
  }

  /** Makes an empty database, and returns its JDBC address. */
  public static String newDatabase() throws SQLException {
    String name = "okayd_" + UUID.randomUUID().toString().replace('-', '_');
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Running.SERVER.getJdbcUrl(USER, name);
  }

  /** Connections to a database, with the time limits that okayd's own have. */
  public static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    dataSource.setSocketTimeout(10);
    dataSource.setOptions("-c statement_timeout=5s -c idle_in_transaction_session_timeout=3s");
    return dataSource;
  }
}
