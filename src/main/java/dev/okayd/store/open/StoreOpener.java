package dev.okayd.store.open;

import dev.okayd.store.CommitListener;
import dev.okayd.store.sql.DatabaseStore;

/** Opens the store over one database, and closes its resources. */
interface StoreOpener extends AutoCloseable {

  /** Migrates the schema and opens the store. */
  DatabaseStore open(CommitListener listener);

  @Override
  void close();
}
