package dev.okayd.store.open;

import dev.okayd.store.CommitListener;
import dev.okayd.store.sql.DatabaseStore;

/** Opens the store over one of the databases, and closes what it needed for that. */
interface StoreOpener extends AutoCloseable {

  /** Brings the schema up to date, and opens the store. */
  DatabaseStore open(CommitListener listener);

  @Override
  void close();
}
