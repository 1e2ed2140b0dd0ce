package dev.okayd.readiness.registration;

import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OldRecordsOnSqliteTest extends OldRecordsKit {
  @TempDir private Path directory = Path.of("");

  @Override
  DatabaseStore open() {
    return OpenStores.sqlite(directory.resolve("okayd.db"), () -> {});
  }
}
