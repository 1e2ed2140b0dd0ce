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

/** What holds on every database. */
abstract class StoreKit {
  private static final int THREADS = 16;
  private static final int EACH = 50;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger commits = new AtomicInteger();
  private List<DatabaseStore> replicas = List.of();

  /** As many replicas over one new database as may share one. */
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
  void aCommitThatFailsIsSaidAndTheNextOnesAreAsGoodAsEver() {
    // given
    store().inTransaction(StoreKit::createOrphanage);
    for (int i = 0; i < 3; i++) {
      // when
      assertThatThrownBy(
              () -> store().inTransaction(handle -> handle.execute("INSERT INTO child VALUES (1)")))
          .isInstanceOfSatisfying(
              OkaydException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .hasMessageContaining("whether it was kept is not known");
      assertThat(store().obstacle())
          .hasValueSatisfying(why -> assertThat(why).containsIgnoringCase("foreign key"));
      // then
      store().inTransaction(handle -> log(handle, "after"));
    }
    assertThat(logged()).containsExactly("after", "after", "after");
  }

  /** A child whose parent is looked for only when the transaction ends. */
  private static int createOrphanage(Handle handle) {
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
  void aTransactionThatThrowsIsUndoneAlone() throws Exception {
    Future<Integer> before;
    Future<Integer> failing;
    Future<Integer> behind;
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
      behind = later(store(), "behind");
      busy.end();
    }

    assertThat(before.get()).isEqualTo(1);
    assertThat(behind.get()).isEqualTo(1);
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(logged()).containsExactlyInAnyOrder("before", "behind");
  }

  @Test
  void aStatementThatFailsIsUndoneWithItsTransactionAlone() throws Exception {
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
  void whatComesTogetherIsCommittedTogether() throws Exception {
    List<Future<Integer>> together = new ArrayList<>();
    try (BusyStore busy = new BusyStore(store(), threads)) {
      for (int i = 0; i < THREADS; i++) {
        together.add(later(store(), "together"));
      }
      // all of them wait: none is behind the last one in the queue
      await().until(() -> store().waiting() == THREADS);
      busy.end();
    }

    for (Future<Integer> one : together) {
      assertThat(one.get()).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(commits).hasValue(2));
  }

  @Test
  void aTransactionInsideOfATransactionIsRefused() {
    assertThatThrownBy(
            () ->
                store()
                    .inTransaction(handle -> store().inTransaction(inner -> log(inner, "inside"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside of a transaction");
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
  void whoFollowsTheLogSeesEveryEntryOnce() throws Exception {
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

  /** Every fifth leaves a number behind that nobody has. */
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
  void aReadSeesOneMoment() throws Exception {
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
  void aTransactionThatTheDatabaseEndedFailsItsBatchAndNothingElse() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store().inTransaction(StoreKit::endedByTheDatabase))
          .isInstanceOfSatisfying(
              OkaydException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
      assertThat(store().obstacle()).isPresent();

      store().inTransaction(handle -> log(handle, "after"));

      assertThat(store().obstacle()).isEmpty();
    }
    assertThat(logged()).containsExactly("after", "after", "after");
  }

  /** SQLite does it by itself when the disk is full. */
  private static int endedByTheDatabase(Handle handle) {
    log(handle, "lost");
    handle.execute("ROLLBACK");
    throw new IllegalArgumentException("there is nothing to go back to");
  }

  @Test
  void aJobIsUndoneAloneAfterATransactionThatTheDatabaseEnded() {
    // given
    assertThatThrownBy(() -> store().inTransaction(StoreKit::endedByTheDatabase))
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
