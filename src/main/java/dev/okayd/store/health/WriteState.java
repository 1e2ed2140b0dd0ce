package dev.okayd.store.health;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.store.Database;
import java.util.Optional;

/** Whether the last write succeeded, and the exceptions for failed writes. */
public final class WriteState {
  private final Database database;
  private final OutageLog outage = new OutageLog("written", System::nanoTime);
  private Optional<String> writeFailure = Optional.empty();

  public WriteState(Database database) {
    this.database = database;
  }

  /** Why the last write failed, if it did. */
  public synchronized Optional<String> writeFailure() {
    return writeFailure;
  }

  public synchronized void written() {
    writeFailure = Optional.empty();
    outage.worked();
  }

  /** The exception for a write of which nothing was kept. */
  public OkaydException notKept(Throwable cause) {
    return failed(cause, "nothing was changed");
  }

  /** The exception for a failed commit: it may have taken effect although its answer was lost. */
  public OkaydException notCommitted(Throwable cause) {
    return code(cause) == ErrorCode.STORE_FULL
        ? notKept(cause)
        : failed(cause, "it may or may not have taken effect");
  }

  private synchronized OkaydException failed(Throwable cause, String outcome) {
    ErrorCode code = code(cause);
    String account = Database.account(cause);
    outage.begin(account, cause);
    writeFailure = Optional.of(code.title() + ": " + account);
    return refusal(code, outcome);
  }

  /** The exception for one failed job of a batch. */
  public OkaydException jobFailed(Throwable cause) {
    if (code(cause) == ErrorCode.STORE_FULL) {
      return notKept(cause);
    }
    outage.begin(Database.account(cause), cause);
    return refusal(ErrorCode.STORE_UNAVAILABLE, "nothing was changed");
  }

  /** Counts a transaction that failed because of the outage. */
  public void refused(OkaydException refusal) {
    if (StoreOutage.explains(refusal)) {
      outage.count();
    }
  }

  private ErrorCode code(Throwable cause) {
    return Database.cause(cause).filter(database::isFull).isPresent()
        ? ErrorCode.STORE_FULL
        : ErrorCode.STORE_UNAVAILABLE;
  }

  private static OkaydException refusal(ErrorCode code, String outcome) {
    String advice = code == ErrorCode.STORE_FULL ? "Free space on its disk" : "See okayd's log";
    return new OkaydException(
        code,
        "The store failed to write the change; %s. %s, and try again".formatted(outcome, advice));
  }
}
