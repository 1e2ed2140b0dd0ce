package dev.okayd.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.store.Database;
import dev.okayd.store.StoreConfig;
import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(50);

  @TempDir private Path directory = Path.of("");

  private final List<String> reported = new CopyOnWriteArrayList<>();
  private Optional<DatabaseStore> opened = Optional.empty();
  private Optional<Replica> started = Optional.empty();

  @BeforeEach
  void open() {
    opened = Optional.of(OpenStores.sqlite(directory.resolve("okayd.db"), () -> {}));
  }

  @AfterEach
  void close() throws InterruptedException {
    if (started.isPresent()) {
      started.get().stop(new ShutdownEvent());
    }
    opened.ifPresent(DatabaseStore::close);
  }

  private record Beats(Duration heartbeat, Duration deadAfter) implements ReplicaConfig {}

  private record Kept(
      Database database,
      Path directory,
      boolean acceptLoss,
      Optional<String> url,
      Optional<String> user,
      Optional<String> password,
      int largestBatch)
      implements StoreConfig {}

  private Replica replica(Database database, Duration deadAfter) {
    return new Replica(
        opened.orElseThrow(),
        new Kept(
            database, directory, false, Optional.empty(), Optional.empty(), Optional.empty(), 1),
        new Beats(HEARTBEAT, deadAfter),
        Clock.systemUTC(),
        List.of(reported::addAll));
  }

  private Replica start(Database database) {
    Replica replica = replica(database, Duration.ofSeconds(60));
    started = Optional.of(replica);
    replica.start(new StartupEvent());
    return replica;
  }

  private void execute(String sql) {
    int unused = opened.orElseThrow().inTransaction(handle -> handle.execute(sql));
  }

  private List<String> replicas() {
    return opened
        .orElseThrow()
        .read(
            handle ->
                handle
                    .createQuery("SELECT id FROM replica ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }

  private void guestOf(String replica) {
    execute(
        "INSERT INTO guest (name, spec, plan, planned_at, token_sha256, claimed_by) VALUES ('domu1', '', '', 0, '', '%s')"
            .formatted(replica));
  }

  /** Inserts a replica that stays alive longer than this test lasts. */
  private void another(String replica) {
    long now = Clock.systemUTC().millis() * 1000;
    execute("INSERT INTO replica VALUES ('%s', %d, %d)".formatted(replica, now, now));
  }

  @Test
  void aReplicaIsRecordedFromItsStartToItsEnd() throws InterruptedException {
    Replica replica = start(Database.SQLITE);
    assertThat(replicas()).containsExactly(replica.id());

    replica.stop(new ShutdownEvent());

    assertThat(replicas()).isEmpty();
  }

  @Test
  void itReportsGuestsOfDeadReplicas() {
    guestOf("dead");

    start(Database.POSTGRESQL);

    await().untilAsserted(() -> assertThat(reported).contains("domu1"));
  }

  @Test
  void onSqliteAllOtherReplicasCountAsDead() {
    another("before");
    guestOf("before");

    Replica replica = start(Database.SQLITE);

    assertThat(replicas()).containsExactly(replica.id());
  }

  @Test
  void onPostgresqlOtherReplicasCountAsAlive() {
    another("beside");

    start(Database.POSTGRESQL);

    assertThat(replicas()).hasSize(2).contains("beside");
  }
}
