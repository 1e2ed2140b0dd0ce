package dev.okayd.testing.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The only PostgreSQL of this test run; it starts at its first use, and ends with the JVM. Where it
 * cannot run, the tests that need it are skipped; if {@code OKAYD_REQUIRE_POSTGRESQL} is set, as in
 * CI, they fail.
 */
public final class PostgresqlServer {
  private static final String REQUIRED = "OKAYD_REQUIRE_POSTGRESQL";
  private static final String PORT = "okayd.test.postgresql.port";
  private static final String USER = "postgres";
  private static final Duration START = Duration.ofSeconds(60);
  private static final int INITDB_SECONDS = 120;

  /**
   * Runs a server until the end of standard input, which ends with the JVM even after a crash; then
   * deletes the directory, the first argument.
   */
  private static final String SERVE =
      """
      directory=$1
      shift
      "$@" </dev/null &
      read -r _
      kill -INT $!
      wait
      rm -rf "$directory"
      """;

  private PostgresqlServer() {}

  /** Skips a class before okayd starts for it, if no server can run. */
  public static final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return System.getenv(REQUIRED) != null
          ? ConditionEvaluationResult.enabled(REQUIRED + " is set")
          : obstacle()
              .map(ConditionEvaluationResult::disabled)
              .orElseGet(() -> ConditionEvaluationResult.enabled("PostgreSQL can run here"));
    }
  }

  /** A JVM-wide port, because Quarkus loads this class a second time for its tests. */
  private static synchronized int port() {
    Integer known = Integer.getInteger(PORT);
    if (known != null) {
      return known;
    }
    int port = start();
    System.setProperty(PORT, Integer.toString(port));
    return port;
  }

  /** Why no server can run here; empty if one can. */
  private static Optional<String> obstacle() {
    if (PostgresqlPrograms.archive().isEmpty()) {
      return Optional.of("the build has no PostgreSQL for a machine of this kind");
    }
    return PostgresqlUser.find().isPresent()
        ? Optional.empty()
        : Optional.of(
            "PostgreSQL refuses to run as root, and root may change its user here neither with setpriv nor with unshare --user");
  }

  private static int start() {
    try {
      return start(PostgresqlUser.find().orElseThrow(), PostgresqlPrograms.archive().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  private static int start(PostgresqlUser user, URL archive) throws IOException {
    Path directory = Files.createTempDirectory("okayd-postgresql");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    PostgresqlPrograms.unpack(archive, directory);
    Path data = Files.createDirectory(directory.resolve("data"));
    user.own(data);
    List<String> initdb =
        user.command(
            List.of(
                directory.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    byte[] unused = ToolRun.of(new byte[0], initdb, INITDB_SECONDS).outputOr("initdb");
    int port = freePort();
    Process server = serve(user, directory, data, port);
    await().atMost(START).until(() -> !server.isAlive() || isAnswering(port));
    if (!server.isAlive()) {
      throw new IOException(Files.readString(directory.resolve("server.log")));
    }
    return port;
  }

  private static Process serve(PostgresqlUser user, Path directory, Path data, int port)
      throws IOException {
    List<String> postgres =
        user.command(
            List.of(
                directory.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-F",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=300"));
    List<String> command = new ArrayList<>(List.of("sh", "-c", SERVE, "sh"));
    command.add(directory.toString());
    command.addAll(postgres);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("server.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isAnswering(int port) {
    try (Connection connection = dataSource(url(port, USER)).getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }

  /** Creates an empty database. Returns its JDBC URL. */
  public static String newDatabase() throws SQLException {
    obstacle().ifPresent(PostgresqlServer::skipOrFail);
    String name = "okayd_" + UUID.randomUUID().toString().replace('-', '_');
    try (Connection connection = dataSource(url(port(), USER)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return url(port(), name);
  }

  private static void skipOrFail(String obstacle) {
    if (System.getenv(REQUIRED) == null) {
      abort(obstacle);
    } else {
      fail(obstacle + "; and " + REQUIRED + " is set");
    }
  }

  /** Connections to a database, with okayd's time limits. */
  public static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    dataSource.setSocketTimeout(10);
    dataSource.setOptions("-c statement_timeout=5s -c idle_in_transaction_session_timeout=3s");
    return dataSource;
  }
}
