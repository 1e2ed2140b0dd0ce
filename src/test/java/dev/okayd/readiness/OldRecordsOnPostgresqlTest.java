package dev.okayd.readiness;

import dev.okayd.store.DatabaseStore;
import dev.okayd.testing.OpenStores;
import dev.okayd.testing.PostgresqlServer;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresqlServer.Condition.class)
class OldRecordsOnPostgresqlTest extends OldRecordsKit {
  @Override
  DatabaseStore open() throws SQLException {
    return OpenStores.postgresql(PostgresqlServer.newDatabase(), () -> {});
  }
}
