package dev.okayd.testing;

import dev.okayd.testing.tool.PostgresqlServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The service on PostgreSQL; tests of this profile share one. */
public final class OnPostgresql implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Server.class));
  }

  /** An empty database. */
  public static final class Server implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      try {
        return Map.of(
            "okayd.store", "postgresql",
            "okayd.store.url", PostgresqlServer.newDatabase(),
            "okayd.store.user", "postgres");
      } catch (SQLException e) {
        throw new IllegalStateException("No database for the tests", e);
      }
    }

    @Override
    public void stop() {
      // the server ends with the JVM; a later profile may use it
    }
  }
}
