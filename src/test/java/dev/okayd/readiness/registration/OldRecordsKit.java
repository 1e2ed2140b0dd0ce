package dev.okayd.readiness.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.readiness.drain.Operation;
import dev.okayd.readiness.drain.OperationRetention;
import dev.okayd.readiness.event.EventRetention;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.sql.DatabaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention of events and operations, on every database. */
abstract class OldRecordsKit {
  private static final Instant OLDEST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant OLD = OLDEST.minus(Duration.ofSeconds(1));

  @AutoClose private DatabaseStore store;

  /** An empty store. */
  abstract DatabaseStore open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    store = open();
    store.inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO backend (name, secret, replay_protection, readiness, drain)"
                    + " VALUES ('storage', 's', 'TIMESTAMP', 'READY', 'holds')"));
  }

  private void event(String epoch, long sequence, Instant at) {
    store.inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO readiness_event"
                    + " (backend, event_id, type, epoch, sequence, effect, received_at)"
                    + " VALUES ('storage', ?, 'READY', ?, ?, 'RECORDED', ?)",
                epoch + "-" + sequence,
                epoch,
                sequence,
                EpochMicros.micros(at)));
  }

  private void operation(String id, Operation.State state, Instant at) {
    store.inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO operation (id, type, backend, epoch, state, created_at, changed_at)"
                    + " VALUES (?, 'drain', 'storage', '', ?, 0, ?)",
                id,
                state.name(),
                EpochMicros.micros(at)));
  }

  private List<String> all(String column, String table) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT " + column + " FROM " + table + " ORDER BY 1")
                .mapTo(String.class)
                .list());
  }

  @Test
  void oldEventsAreDeletedExceptTheLastOfEachEpoch() {
    // given
    event("a", 1, OLD);
    event("a", 2, OLD);
    event("b", 1, OLD);
    event("c", 1, OLDEST);
    event("c", 2, OLDEST);
    // when
    int dropped = new EventRetention(store).drop(OLDEST, 1_000_000);
    // then
    assertThat(dropped).isEqualTo(1);
    assertThat(all("event_id", "readiness_event")).containsExactly("a-2", "b-1", "c-1", "c-2");
  }

  @Test
  void manyOldEventsAreDeletedInBatches() {
    // given
    int many = 2500;
    store.inTransaction(
        handle -> {
          for (int i = 0; i < many; i++) {
            handle.execute(
                "INSERT INTO readiness_event"
                    + " (backend, event_id, type, epoch, sequence, effect, received_at)"
                    + " VALUES ('storage', ?, 'READY', 'a', ?, 'RECORDED', 0)",
                "e" + i,
                i);
          }
          return many;
        });
    // when
    int dropped = new EventRetention(store).drop(OLDEST, 1_000_000);
    // then
    assertThat(dropped).isEqualTo(many - 1);
    assertThat(all("event_id", "readiness_event")).containsExactly("e" + (many - 1));
  }

  @Test
  void excessEventsAreDeletedExceptTheLastOfEachEpoch() {
    // given
    event("a", 1, OLDEST);
    event("a", 2, OLDEST.plusSeconds(1));
    event("b", 1, OLDEST.plusSeconds(2));
    event("b", 2, OLDEST.plusSeconds(3));
    // when
    new EventRetention(store).drop(OLDEST, 1);
    // then
    assertThat(all("event_id", "readiness_event")).containsExactly("a-2", "b-2");
  }

  @Test
  void onlyTheLatest1000EpochsOfABackendAreRetained() {
    // given
    int epochs = 1002;
    for (int i = 0; i < epochs; i++) {
      event("e" + (10_000 + i), 1, OLDEST.plusSeconds(i));
    }
    // when
    new EventRetention(store).drop(OLDEST, 1_000_000);
    // then
    assertThat(all("epoch", "readiness_event")).hasSize(1000).startsWith("e10002");
  }

  @Test
  void excessOperationsAreDeletedOldestFirst() {
    // given
    operation("first", Operation.State.DRAINED, OLDEST);
    operation("second", Operation.State.DRAINED, OLDEST.plusSeconds(1));
    operation("third", Operation.State.DRAINED, OLDEST.plusSeconds(2));
    // when
    new OperationRetention(store).drop(OLDEST, 2);
    // then
    assertThat(all("id", "operation")).containsExactly("second", "third");
  }

  @Test
  void oldOperationsAreDeletedUnlessRunningOrInEffect() {
    // given
    operation("runs", Operation.State.RUNNING, OLD);
    operation("holds", Operation.State.DRAINED, OLD);
    operation("over", Operation.State.DRAINED, OLD);
    operation("young", Operation.State.DRAINED, OLDEST);
    // when
    int dropped = new OperationRetention(store).drop(OLDEST, 1_000_000);
    // then
    assertThat(dropped).isEqualTo(1);
    assertThat(all("id", "operation")).containsExactly("holds", "runs", "young");
  }
}
