package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.CommitListener;
import dev.okayd.store.LogFollower;
import dev.okayd.store.sql.DatabaseStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests that every database must pass. */
abstract class StoreKit {
  private static final int THREADS = 16;
  private static final int EACH = 50;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger commits = new AtomicInteger();
  private List<DatabaseStore> replicas = List.of();

  /** Several replicas on one new database, if the database allows it. */
  abstract List<DatabaseStore> open(CommitListener listener) throws Exception;

  @BeforeEach
  void begin() throws Exception {
    replicas = open(commits::incrementAndGet);
  }

  @AfterEach
  void end() {
    replicas.forEach(DatabaseStore::close);
    threads.shutdownNow();
  }

  final DatabaseStore store() {
    return replicas.get(0);
  }

  private DatabaseStore replica(int number) {
    return replicas.get(number % replicas.size());
  }

  static int log(Handle handle, String type) {
    return handle.execute(
        "INSERT INTO event_log (at, type, subject, data) VALUES (0, ?, 'subject', '{}')", type);
  }

  final List<String> logged() {
    return store()
        .read(
            handle ->
                handle
                    .createQuery("SELECT type FROM event_log ORDER BY seq")
                    .mapTo(String.class)
                    .list());
  }

  private Future<Integer> later(DatabaseStore store, String type) {
    return threads.submit(() -> store.inTransaction(handle -> log(handle, type)));
  }

  @Test
  void aFailedCommitIsReportedAndTheNextOneSucceeds() {
    // given
    store().inTransaction(StoreKit::createDeferredForeignKey);
    for (int i = 0; i < 3; i++) {
      // when
      assertThatThrownBy(
              () -> store().inTransaction(handle -> handle.execute("INSERT INTO child VALUES (1)")))
          .isInstanceOfSatisfying(
              OkaydException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .hasMessageContaining("it may or may not have taken effect");
      assertThat(store().writeFailure())
          .hasValueSatisfying(why -> assertThat(why).containsIgnoringCase("foreign key"));
      // then
      store().inTransaction(handle -> log(handle, "after"));
    }
    assertThat(logged()).containsExactly("after", "after", "after");
  }

  /** Creates a foreign key that the database checks only at the commit. */
  private static int createDeferredForeignKey(Handle handle) {
    handle.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
    return handle.execute(
        "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
  }

  @Test
  void aReadSeesWhatWasCommittedBeforeIt() {
    store().inTransaction(handle -> log(handle, "one"));

    assertThat(logged()).containsExactly("one");
  }

  @Test
  void aThrowingTransactionIsUndoneAlone() throws Exception {
    Future<Integer> before;
    Future<Integer> failing;
    Future<Integer> after;
    try (BusyStore busy = new BusyStore(store(), threads)) {
      before = later(store(), "before");
      failing =
          threads.submit(
              () ->
                  store()
                      .inTransaction(
                          handle -> {
                            log(handle, "failing");
                            throw new IllegalArgumentException("of its own");
                          }));
      after = later(store(), "after");
      busy.end();
    }

    assertThat(before.get()).isEqualTo(1);
    assertThat(after.get()).isEqualTo(1);
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(logged()).containsExactlyInAnyOrder("before", "after");
  }

  @Test
  void aFailedStatementUndoesOnlyItsTransaction() throws Exception {
    Future<Integer> beside;
    Future<Integer> failing;
    try (BusyStore busy = new BusyStore(store(), threads)) {
      failing =
          threads.submit(
              () ->
                  store()
                      .inTransaction(
                          handle -> {
                            log(handle, "failing");
                            return handle.execute("INSERT INTO no_such_table VALUES (1)");
                          }));
      beside = later(store(), "beside");
      busy.end();
    }

    assertThat(beside.get()).isEqualTo(1);
    assertThatThrownBy(failing::get).hasCauseInstanceOf(OkaydException.class);
    assertThat(logged()).containsExactly("beside");
  }

  @Test
  void transactionsQueuedTogetherShareACommit() throws Exception {
    List<Future<Integer>> together = new ArrayList<>();
    try (BusyStore busy = new BusyStore(store(), threads)) {
      for (int i = 0; i < THREADS; i++) {
        together.add(later(store(), "together"));
      }
      // transactions run in order, so all are queued when the last one is
      await().until(() -> store().waiting() == THREADS);
      busy.end();
    }

    for (Future<Integer> one : together) {
      assertThat(one.get()).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(commits).hasValue(2));
  }

  @Test
  void aNestedTransactionIsRejected() {
    assertThatThrownBy(
            () ->
                store()
                    .inTransaction(handle -> store().inTransaction(inner -> log(inner, "inside"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside a transaction");
    assertThatThrownBy(() -> store().inTransaction(handle -> store().read(inner -> 1)))
        .isInstanceOf(IllegalStateException.class);

    store().inTransaction(handle -> log(handle, "after"));
    assertThat(logged()).containsExactly("after");
  }

  @Test
  void noIncrementIsLost() throws Exception {
    store().inTransaction(handle -> handle.execute("INSERT INTO replica VALUES ('counter', 0, 0)"));

    inAllThreads(
        thread ->
            IntStream.range(0, EACH)
                .forEach(i -> replica(thread).inTransaction(StoreKit::increment)));

    assertThat(store().read(StoreKit::count)).isEqualTo(THREADS * EACH);
  }

  private static int increment(Handle handle) {
    return handle.execute(
        "UPDATE replica SET heartbeat_at = ? WHERE id = 'counter'", count(handle) + 1);
  }

  private static int count(Handle handle) {
    return handle
        .createQuery("SELECT heartbeat_at FROM replica WHERE id = 'counter'")
        .mapTo(Integer.class)
        .one();
  }

  private void inAllThreads(IntConsumer work) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      running.add(threads.submit(() -> work.accept(number)));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Test
  void aFollowerOfTheLogSeesEveryEntryOnce() throws Exception {
    Future<List<Long>> follower = threads.submit(() -> LogFollower.untilLast(store()));

    inAllThreads(thread -> IntStream.range(0, EACH).forEach(i -> writeOrFail(thread, i)));
    store().inTransaction(handle -> log(handle, "last"));

    List<Long> all =
        store()
            .read(
                handle ->
                    handle
                        .createQuery("SELECT seq FROM event_log ORDER BY seq")
                        .mapTo(Long.class)
                        .list());
    assertThat(follower.get()).isEqualTo(all).hasSize(THREADS * EACH * 4 / 5 + 1);
  }

  /** Every fifth write fails and leaves a gap in the sequence. */
  private void writeOrFail(int thread, int number) {
    try {
      replica(thread)
          .inTransaction(
              handle -> {
                log(handle, "entry");
                if (number % 5 == 0) {
                  throw new IllegalArgumentException("on purpose");
                }
                return number;
              });
    } catch (IllegalArgumentException e) {
      assertThat(number % 5).isZero();
    }
  }

  @Test
  void aReadSeesOneSnapshot() throws Exception {
    List<Integer> sizes =
        store()
            .read(
                handle -> {
                  List<Integer> found = new ArrayList<>();
                  found.add(size(handle));
                  replica(1).inTransaction(writing -> log(writing, "meanwhile"));
                  found.add(size(handle));
                  return found;
                });

    assertThat(sizes).containsExactly(0, 0);
    assertThat(logged()).containsExactly("meanwhile");
  }

  private static int size(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM event_log").mapTo(Integer.class).one();
  }

  @Test
  void aReadCannotWrite() {
    assertThatThrownBy(() -> store().read(handle -> log(handle, "read")))
        .isInstanceOfSatisfying(
            OkaydException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));

    assertThat(logged()).isEmpty();
  }

  @Test
  void aRollbackByTheDatabaseFailsOnlyItsBatch() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store().inTransaction(StoreKit::rolledBackByTheDatabase))
          .isInstanceOfSatisfying(
              OkaydException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
      assertThat(store().writeFailure()).isPresent();

      store().inTransaction(handle -> log(handle, "after"));

      assertThat(store().writeFailure()).isEmpty();
    }
    assertThat(logged()).containsExactly("after", "after", "after");
  }

  /** Rolls back inside a job, as SQLite does when the disk is full. */
  private static int rolledBackByTheDatabase(Handle handle) {
    log(handle, "lost");
    handle.execute("ROLLBACK");
    throw new IllegalArgumentException("the savepoint is gone");
  }

  @Test
  void aJobIsUndoneAloneAfterARollbackByTheDatabase() {
    // given
    assertThatThrownBy(() -> store().inTransaction(StoreKit::rolledBackByTheDatabase))
        .isInstanceOf(OkaydException.class);
    // when
    assertThatThrownBy(
            () ->
                store()
                    .inTransaction(
                        handle -> {
                          log(handle, "undone");
                          throw new IllegalArgumentException("by the job");
                        }))
        // then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("by the job");
    assertThat(logged()).isEmpty();
  }
}
