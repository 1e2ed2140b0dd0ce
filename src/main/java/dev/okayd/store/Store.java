package dev.okayd.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Transactions over the one database. Write transactions are serialized; each sees all earlier
 * ones. Code inside a write transaction must not start another transaction of either kind.
 */
public interface Store {
  /** Startup priority at which the store is open; its users start later. */
  int STARTUP_PRIORITY = 10;

  /**
   * Runs one write transaction. An exception rolls it back. Its changes are on the disk when this
   * method returns.
   *
   * @throws dev.okayd.error.OkaydException {@code store-unavailable} or {@code store-full} if the
   *     database does not do it
   */
  <T> T inTransaction(Function<Handle, T> work);

  /**
   * Reads one snapshot of the committed state, not older than the call. Readers and writers do not
   * wait for each other.
   *
   * @throws dev.okayd.error.OkaydException {@code store-unavailable} if the database fails
   */
  <T> T read(Function<Handle, T> work);
}
