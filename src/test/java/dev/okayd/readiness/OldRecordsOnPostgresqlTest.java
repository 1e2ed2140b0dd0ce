package dev.okayd.readiness;

import dev.okayd.store.DatabaseStore;
import dev.okayd.testing.OpenStores;
import dev.okayd.testing.PostgresqlServer;
import java.sql.SQLException;

class OldRecordsOnPostgresqlTest extends OldRecordsKit {
  @Override
  DatabaseStore open() throws SQLException {
    return OpenStores.postgresql(PostgresqlServer.newDatabase(), () -> {});
  }
}
