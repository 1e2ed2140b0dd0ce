package dev.okayd.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Transactions over the one database. Those that change something come one after the other, so each
 * sees what all before it have left, and nothing between its first statement and its last. Neither
 * kind may be called from inside of one that changes something.
 */
public interface Store {
  /** When the store is there; what uses it when okayd starts comes behind this. */
  int STARTUP_PRIORITY = 10;

  /**
   * Runs one transaction. What it throws rolls it back. When this has returned, its changes are on
   * the disk.
   *
   * @throws dev.okayd.error.OkaydException {@code store-unavailable} or {@code store-full} if the
   *     database does not do it
   */
  <T> T inTransaction(Function<Handle, T> work);

  /**
   * Reads what is committed, as of one moment that is not before the call. It neither waits for
   * those who write nor has them wait.
   *
   * @throws dev.okayd.error.OkaydException {@code store-unavailable} if the database does not do it
   */
  <T> T read(Function<Handle, T> work);
}
