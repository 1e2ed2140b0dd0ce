package dev.okayd.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration DEAD_AFTER = Duration.ofSeconds(6);

  @TempDir private Path directory = Path.of("");

  private Optional<DatabaseStore> opened = Optional.empty();

  @BeforeEach
  void open() {
    opened = Optional.of(OpenStores.sqlite(directory.resolve("okayd.db"), () -> {}));
    store()
        .inTransaction(
            handle ->
                handle.execute(
                    "INSERT INTO guest (name, spec, plan, planned_at, token_sha256) VALUES ('domu1', '', '', 0, ''), ('domu2', '', '', 0, '')"));
  }

  @AfterEach
  void close() {
    opened.ifPresent(DatabaseStore::close);
  }

  private DatabaseStore store() {
    return opened.orElseThrow();
  }

  private static Clock at(int seconds) {
    return Clock.fixed(NOON.plusSeconds(seconds), ZoneOffset.UTC);
  }

  private List<String> beat(String replica, int seconds) {
    return store().inTransaction(new Heartbeats(replica, at(seconds), DEAD_AFTER)::beat);
  }

  private boolean claims(String replica, int seconds, String guest) {
    Claims claims = new Claims(replica, at(seconds), DEAD_AFTER);
    return store().inTransaction(handle -> claims.tryClaim(handle, guest));
  }

  @Test
  void theFirstReplicaGetsTheGuestAndKeepsIt() {
    beat("first", 0);
    beat("second", 0);

    assertThat(claims("first", 0, "domu1")).isTrue();
    assertThat(claims("second", 0, "domu1")).isFalse();
    assertThat(claims("first", 1, "domu1")).isTrue();
    assertThat(claims("second", 1, "domu2")).isTrue();
  }

  @Test
  void aClaimIsNotWrittenAgain() {
    beat("first", 0);
    claims("first", 0, "domu1");
    Claims again = new Claims("first", at(1), DEAD_AFTER);

    // a read transaction rejects writes
    assertThat(store().<Boolean>read(handle -> again.tryClaim(handle, "domu1"))).isTrue();
  }

  @Test
  void theGuestsOfADeadReplicaAreReportedUntilTheyAreClaimed() {
    beat("first", 0);
    beat("second", 0);
    claims("first", 0, "domu1");

    assertThat(beat("second", 5)).isEmpty();
    assertThat(claims("second", 5, "domu1")).isFalse();
    assertThat(beat("second", 6)).containsExactly("domu1");
    assertThat(beat("third", 7)).containsExactly("domu1");
    assertThat(claims("second", 7, "domu1")).isTrue();
    assertThat(beat("second", 8)).isEmpty();
  }

  @Test
  void aReplicaThatCountedAsDeadDoesNotGetItsGuestBack() {
    beat("first", 0);
    claims("first", 0, "domu1");
    beat("second", 7);
    claims("second", 7, "domu1");

    beat("first", 8);

    assertThat(claims("first", 8, "domu1")).isFalse();
  }

  @Test
  void aHeartbeatFarInTheFutureCountsAsDead() {
    beat("first", 3600);
    claims("first", 3600, "domu1");

    assertThat(claims("second", 0, "domu1")).isTrue();
    assertThat(beat("third", 0)).containsExactly("domu1");
  }

  @Test
  void aHeartbeatSlightlyInTheFutureCountsAsAlive() {
    beat("first", 6);
    claims("first", 6, "domu1");

    assertThat(beat("second", 0)).isEmpty();
    assertThat(claims("second", 0, "domu1")).isFalse();
  }

  @Test
  void aReplicaThatEndsReleasesItsGuestsAtOnce() {
    beat("first", 0);
    claims("first", 0, "domu1");

    store()
        .inTransaction(
            handle -> {
              new Heartbeats("first", at(0), DEAD_AFTER).end(handle);
              return 0;
            });

    assertThat(beat("second", 0)).containsExactly("domu1");
  }

  @Test
  void aReplicaThatDeletesAllOthersTakesOverAtOnce() {
    beat("first", 0);
    claims("first", 0, "domu1");

    store()
        .inTransaction(
            handle -> {
              new Heartbeats("second", at(0), DEAD_AFTER).deleteOthers(handle);
              return 0;
            });

    assertThat(claims("second", 0, "domu1")).isTrue();
  }

  @Test
  void aMissingGuestCannotBeClaimed() {
    beat("first", 0);

    assertThat(claims("first", 0, "no-such-guest")).isFalse();
  }
}
