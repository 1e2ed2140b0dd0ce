package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The store on okayd's connection pools, with their one write connection. */
@QuarkusTest
class PooledStoreTest {
  @Inject Store store;

  @Test
  void itWritesAgainAfterARollbackByTheDatabase() {
    assertThatThrownBy(
            () ->
                store.inTransaction(
                    handle -> {
                      // as SQLite does when the disk is full at a commit
                      handle.execute("ROLLBACK");
                      throw new IllegalArgumentException("the savepoint is gone");
                    }))
        .isInstanceOf(OkaydException.class);

    assertThat(
            store.<Integer>inTransaction(
                handle -> handle.execute("UPDATE replica SET heartbeat_at = heartbeat_at")))
        .isPositive();
  }
}
