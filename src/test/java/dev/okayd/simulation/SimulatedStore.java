package dev.okayd.simulation;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The real schema and the real statements, on a SQLite database in memory: exactly the committed
 * state survives when okayd is killed.
 */
final class SimulatedStore implements Store {
  private final Handle handle;
  private final Faults faults;
  private final Runnable committed;
  private final boolean acknowledgesTooSoon;
  private final List<Runnable> onCommit = new ArrayList<>();

  SimulatedStore(Handle handle, Faults faults, PlantedBug bug, Runnable committed) {
    this.handle = handle;
    this.faults = faults;
    this.committed = committed;
    this.acknowledgesTooSoon = bug == PlantedBug.ACKNOWLEDGED_BEFORE_DURABLE;
  }

  /** Notices for the world when the next transaction commits. */
  void onNextCommit(Runnable notice) {
    onCommit.add(notice);
  }

  /** Drops the notices, because the transaction wrote nothing. */
  void forgetNotices() {
    onCommit.clear();
  }

  @Override
  public <T> T inTransaction(Function<Handle, T> work) {
    if (faults.refusesWrite()) {
      onCommit.clear();
      throw new OkaydException(ErrorCode.STORE_FULL, "The simulated disk is full");
    }
    handle.begin();
    T result;
    try {
      result = work.apply(handle);
    } catch (RuntimeException | Error e) {
      handle.rollback();
      onCommit.clear();
      throw e;
    }
    if (faults.killsOkayd()) {
      handle.rollback();
      onCommit.clear();
      throw new OkaydCrash();
    }
    if (acknowledgesTooSoon && !onCommit.isEmpty() && faults.losesMessage()) {
      handle.rollback();
    } else {
      handle.commit();
    }
    List<Runnable> notices = List.copyOf(onCommit);
    onCommit.clear();
    notices.forEach(Runnable::run);
    committed.run();
    if (faults.killsOkayd()) {
      throw new OkaydCrash();
    }
    return result;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return work.apply(handle);
  }
}
