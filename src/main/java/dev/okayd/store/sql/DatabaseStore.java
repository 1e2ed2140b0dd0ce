package dev.okayd.store.sql;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.CommitListener;
import dev.okayd.store.Database;
import dev.okayd.store.Store;
import dev.okayd.store.commit.GroupCommit;
import dev.okayd.store.health.OutageLog;
import dev.okayd.store.health.WriteProbe;
import dev.okayd.store.health.WriteState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** A store over a database with a migrated schema: one writer, several readers. */
public final class DatabaseStore implements Store, WriteProbe, AutoCloseable {
  private final Database database;
  private final WriteState state;
  private final SqlBatch batch;
  private final GroupCommit<Handle> commits;
  private final ReadTransactions reads;
  private final OutageLog unreadable = new OutageLog("read", System::nanoTime);
  private volatile boolean isClosed;

  /**
   * Opens the store.
   *
   * @param writing provides the write connection, with autocommit
   * @param reading provides read connections, with autocommit
   * @param largestBatch the largest number of transactions in one commit
   * @param listener is notified of every commit
   */
  public DatabaseStore(
      Database database,
      DataSource writing,
      DataSource reading,
      int largestBatch,
      CommitListener listener) {
    this.database = database;
    this.state = new WriteState(database);
    Jdbi writer = Jdbi.create(writing);
    writer.setStatementBuilderFactory(connection -> new PreparedStatementCache());
    writer.registerArgument(new PlainArgumentFactory());
    this.batch = new SqlBatch(database, writer, state);
    this.commits = new GroupCommit<>(batch, largestBatch, listener);
    this.reads = new ReadTransactions(database, Jdbi.create(reading));
  }

  @Override
  public <T> T inTransaction(Function<Handle, T> work) {
    try {
      return run(work);
    } catch (OkaydException e) {
      state.refused(e);
      throw e;
    }
  }

  private <T> T run(Function<Handle, T> work) {
    try {
      return commits.run(work);
    } catch (JdbiException e) {
      throw state.jobFailed(e);
    }
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    commits.refuseInside();
    if (isClosed) {
      throw new OkaydException(ErrorCode.STORE_UNAVAILABLE, "okayd is ending. Try again later");
    }
    try {
      T found = reads.run(work);
      unreadable.worked();
      return found;
    } catch (SQLException | JdbiException e) {
      unreadable.begin(Database.account(e), e);
      unreadable.count();
      throw new OkaydException(
          ErrorCode.STORE_UNAVAILABLE,
          "The store could not be read. See okayd's log, and try again");
    }
  }

  @Override
  public Optional<String> writeFailure() {
    return state.writeFailure();
  }

  @Override
  public void tryToWrite() {
    int unused = inTransaction(handle -> handle.execute(database.smallestWrite()));
  }

  /** How many transactions wait for the next commit. */
  public int waiting() {
    return commits.waiting();
  }

  /** Finishes the queued transactions. */
  @Override
  public void close() {
    isClosed = true;
    commits.close();
    batch.discard();
  }
}
