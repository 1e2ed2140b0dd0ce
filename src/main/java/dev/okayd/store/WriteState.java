package dev.okayd.store;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;

/** Whether the last write came to the disk, and what to say of those that did not. */
final class WriteState {
  private final Database database;
  private final Outage outage = new Outage("written", System::nanoTime);
  private Optional<String> obstacle = Optional.empty();

  WriteState(Database database) {
    this.database = database;
  }

  /** Why the last write failed, if it did. */
  synchronized Optional<String> obstacle() {
    return obstacle;
  }

  synchronized void written() {
    obstacle = Optional.empty();
    outage.worked();
  }

  /** What to answer when nothing was kept. */
  OkaydException notKept(Throwable cause) {
    return failed(cause, "nothing of it was kept");
  }

  /** What to answer when a commit failed: its answer may have been lost, and not its effect. */
  OkaydException notCommitted(Throwable cause) {
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
  OkaydException jobFailed(Throwable cause) {
    if (code(cause) == ErrorCode.STORE_FULL) {
      return notKept(cause);
    }
    outage.begin(Database.account(cause), cause);
    return refusal(ErrorCode.STORE_UNAVAILABLE, "nothing of it was kept");
  }

  /** A transaction ended with this refusal. */
  void refused(OkaydException refusal) {
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
