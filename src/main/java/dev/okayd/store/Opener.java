package dev.okayd.store;

/** Opens the store over one of the databases, and closes what it needed for that. */
interface Opener extends AutoCloseable {

  /** Brings the schema up to date, and opens the store. */
  DatabaseStore open(CommitListener listener);

  @Override
  void close();
}
