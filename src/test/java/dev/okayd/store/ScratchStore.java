package dev.okayd.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.okayd.store.json.StoredJson;
import java.nio.file.Path;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** An empty store for one test. */
public final class ScratchStore implements Store {
  private static final ObjectMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

  private final Jdbi jdbi;

  /** Creates a store in an empty directory. */
  public ScratchStore(Path directory) {
    String url =
        "jdbc:sqlite:"
            + directory.resolve("okayd.db")
            + "?journal_mode=WAL&synchronous=OFF&busy_timeout=5000&foreign_keys=true";
    Flyway.configure().dataSource(url, "", "").locations("db/sqlite").load().migrate();
    jdbi = Jdbi.create(url);
  }

  /** Reads and writes documents in columns. */
  public StoredJson json() {
    return new StoredJson(MAPPER);
  }

  /** The mapper of {@link #json}. */
  public ObjectMapper mapper() {
    return MAPPER;
  }

  @Override
  public synchronized <T> T inTransaction(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }
}
