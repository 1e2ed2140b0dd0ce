package dev.okayd.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.ScratchStore;
import dev.okayd.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock is set while okayd runs, or while it is stopped. */
class ClockJumpsTest {
  private static final Instant BEGIN = Instant.parse("1970-01-01T00:10:00Z");
  private static final Duration DECADES = Duration.ofDays(20_000);

  @TempDir private Path directory = Path.of("");
  private final Wall wall = new Wall();
  private long nanos;
  private SteadyClock clock = new SteadyClock(wall, () -> nanos);

  private static final class Wall extends Clock {
    private Instant now = BEGIN;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private ScratchStore store;
  private EventLog log;

  @BeforeEach
  void open() {
    store = new ScratchStore(directory);
    log = new EventLog(store.json(), store.mapper(), clock);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    wall.now = wall.now.plus(time);
  }

  private void backendWithLease(Instant until) {
    store.inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO backend (name, secret, replay_protection, readiness, epoch, sequence, lease_until, lease_micros)"
                    + " VALUES ('b', 's', 'SEQUENCE', 'READY', '1', 1, ?, 30000000)",
                EpochMicros.micros(until)));
  }

  private Instant leaseUntil() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT lease_until FROM backend")
                .map((row, context) -> EpochMicros.instant(row.getLong(1)))
                .one());
  }

  @Test
  void theClockDoesNotFollowTheWallClockByItself() {
    wall.now = BEGIN.plus(DECADES);
    nanos += 5_000_000_000L;

    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(5));
  }

  @Test
  void aJumpOfDecadesDoesNotChangeTheRemainingTimeOfALease() {
    backendWithLease(clock.instant().plusSeconds(30));
    pass(Duration.ofSeconds(10));
    wall.now = wall.now.plus(DECADES);

    new ClockJumps(store, log, clock).follow();

    assertThat(clock.instant()).isEqualTo(wall.now);
    assertThat(Duration.between(clock.instant(), leaseUntil())).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void recordedTimesFollowAJumpBackward() {
    backendWithLease(clock.instant().plusSeconds(30));
    wall.now = wall.now.minus(DECADES);

    new ClockJumps(store, log, clock).follow();

    assertThat(Duration.between(clock.instant(), leaseUntil())).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aJumpIsLogged() {
    wall.now = wall.now.plus(DECADES);

    new ClockJumps(store, log, clock).follow();

    List<LogEntry> entries = store.read(handle -> log.read(handle, 0, 10));
    assertThat(entries)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.type()).isEqualTo("clock.jumped");
              assertThat(entry.data()).isEqualTo(Map.of("seconds", (int) DECADES.toSeconds()));
              assertThat(entry.at()).isEqualTo(wall.now);
            });
  }

  @Test
  void theClockStaysIfItsJumpCannotBeRecorded() {
    wall.now = wall.now.plus(DECADES);
    Store failing =
        new Store() {
          @Override
          public <T> T inTransaction(Function<Handle, T> work) {
            store.inTransaction(work);
            throw new IllegalStateException("not committed");
          }

          @Override
          public <T> T read(Function<Handle, T> work) {
            return store.read(work);
          }
        };

    assertThatThrownBy(() -> new ClockJumps(failing, log, clock).follow())
        .isInstanceOf(IllegalStateException.class);

    assertThat(clock.instant()).isEqualTo(BEGIN);
  }

  @Test
  void aDateSetWhileOkaydWasStoppedDoesNotAgeRecords() {
    store.inTransaction(
        handle -> {
          log.append(handle, LogType.GUEST_CREATED, "g", Map.of());
          return handle.execute(
              "INSERT INTO idempotency (key_sha256, request_sha256, status, answer, created_at) VALUES ('k', 'r', 200, x'00', ?)",
              EpochMicros.micros(clock.instant()));
        });
    wall.now = BEGIN.plus(DECADES);
    clock = new SteadyClock(wall, () -> nanos);
    log = new EventLog(store.json(), store.mapper(), clock);

    new ClockJumps(store, log, clock).followLastRun();

    Instant created =
        store.read(
            handle ->
                handle
                    .createQuery("SELECT created_at FROM idempotency")
                    .map((row, context) -> EpochMicros.instant(row.getLong(1)))
                    .one());
    assertThat(created).isEqualTo(clock.instant());
  }
}
