package dev.okayd.store.health;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.store.Database;
import java.util.Optional;

/** Whether the last write came to the disk, and what to say of those that did not. */
public final class WriteState {
  private final Database database;
  private final OutageLog outage = new OutageLog("written", System::nanoTime);
  private Optional<String> obstacle = Optional.empty();

  public WriteState(Database database) {
    this.database = database;
  }

  /** Why the last write failed, if it did. */
  public synchronized Optional<String> obstacle() {
    return obstacle;
  }

  public synchronized void written() {
    obstacle = Optional.empty();
    outage.worked();
  }

  /** What to answer when nothing was kept. */
  public OkaydException notKept(Throwable cause) {
    return failed(cause, "nothing of it was kept");
  }

  /** What to answer when a commit failed: its answer may have been lost, and not its effect. */
  public OkaydException notCommitted(Throwable cause) {
    return code(cause) == ErrorCode.STORE_FULL
        ? notKept(cause)
        : failed(cause, "whether it was kept is not known");
  }

  private synchronized OkaydException failed(Throwable cause, String outcome) {
    ErrorCode code = code(cause);
    String account = Database.account(cause);
    outage.begin(account, cause);
    obstacle = Optional.of(code.title() + ": " + account);
    return refusal(code, outcome);
  }

  /** What to answer when one job failed, and others beside it did not. */
  public OkaydException jobFailed(Throwable cause) {
    if (code(cause) == ErrorCode.STORE_FULL) {
      return notKept(cause);
    }
    outage.begin(Database.account(cause), cause);
    return refusal(ErrorCode.STORE_UNAVAILABLE, "nothing of it was kept");
  }

  /** A transaction ended with this refusal. */
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
    String advice = code == ErrorCode.STORE_FULL ? "Make room on its disk" : "Look at okayd's log";
    return new OkaydException(
        code,
        "The store did not carry out the change; %s. %s, and try again".formatted(outcome, advice));
  }
}
