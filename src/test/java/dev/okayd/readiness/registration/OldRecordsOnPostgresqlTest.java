package dev.okayd.readiness.registration;

import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import dev.okayd.testing.tool.PostgresqlServer;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@ExtendWith(PostgresqlServer.Condition.class)
@Execution(ExecutionMode.CONCURRENT)
class OldRecordsOnPostgresqlTest extends OldRecordsKit {
  @Override
  DatabaseStore open() throws SQLException {
    return OpenStores.postgresql(PostgresqlServer.newDatabase(), () -> {});
  }
}
