package dev.okayd.guest.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.ScratchStore;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory = Path.of("");

  @Test
  void keepsOnlyTheLatestEndedBootsOfAGuest() {
    // given
    ScratchStore store = new ScratchStore(directory);
    BootStore boots = new BootStore(store.json());
    store.inTransaction(
        handle ->
            handle.execute(
                "INSERT INTO guest (name, spec, plan, planned_at, token_sha256)"
                    + " VALUES ('domu1', '{}', '{}', 0, '')"));
    // when
    store.inTransaction(
        handle -> {
          for (int i = 0; i < 250; i++) {
            boots.end(handle, "domu1", "boot-" + i, NOW.plusSeconds(i));
          }
          return 250;
        });
    // then
    assertThat(store.<Integer>read(handle -> count(handle))).isEqualTo(100);
    assertThat(store.<Boolean>read(handle -> boots.isOver(handle, "domu1", "boot-249"))).isTrue();
    assertThat(store.<Boolean>read(handle -> boots.isOver(handle, "domu1", "boot-149"))).isFalse();
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM boot_over").mapTo(Integer.class).one();
  }
}
