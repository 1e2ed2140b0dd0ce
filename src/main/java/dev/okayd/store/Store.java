package dev.okayd.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Transactions over the one database. Those that change something come one after the other, so each
 * sees what all before it have left, and nothing between its first statement and its last.
 */
public interface Store {
  /** Before everything that reads the store when okayd starts. */
  int STARTUP_PRIORITY = 1;

  /**
   * Runs one transaction. What it throws rolls it back. When this has returned, its changes are on
   * the disk.
   *
   * @throws dev.okayd.error.OkaydException {@code store-unavailable} or {@code store-full} if the
   *     database does not do it
   */
  <T> T inTransaction(Function<Handle, T> work);

  /**
   * Reads what is committed, as of one moment. It neither waits for those who write nor has them
   * wait.
   */
  <T> T read(Function<Handle, T> work);
}
