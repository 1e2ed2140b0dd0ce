package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The store over the pools that okayd has: it gets on with the one connection that writes. */
@QuarkusTest
class PooledStoreTest {
  @Inject Store store;

  @Test
  void itWritesAgainAfterATransactionThatTheDatabaseEnded() {
    assertThatThrownBy(
            () ->
                store.inTransaction(
                    handle -> {
                      // as SQLite does when a commit finds the disk full
                      handle.execute("ROLLBACK");
                      throw new IllegalArgumentException("there is nothing to go back to");
                    }))
        .isInstanceOf(OkaydException.class);

    assertThat(
            store.<Integer>inTransaction(
                handle -> handle.execute("UPDATE replica SET heartbeat_at = heartbeat_at")))
        .isPositive();
  }
}
