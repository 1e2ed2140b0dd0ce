package dev.okayd.store;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whether the last write came to the disk, and what to say of those that did not. */
final class WriteState {
  private static final Logger LOG = Logger.getLogger(WriteState.class);

  private final Database database;
  private Optional<String> obstacle = Optional.empty();

  WriteState(Database database) {
    this.database = database;
  }

  /** Why the last write failed, if it did. */
  synchronized Optional<String> obstacle() {
    return obstacle;
  }

  synchronized void written() {
    if (obstacle.isPresent()) {
      LOG.info("The store can be written again");
      obstacle = Optional.empty();
    }
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
    String reason = code.title() + ": " + account(cause);
    // with the whole trace only once: a full disk is not to be filled by the log of it
    if (obstacle.isEmpty()) {
      LOG.error("The store cannot be written", cause);
    } else {
      LOG.debug(reason);
    }
    obstacle = Optional.of(reason);
    return refusal(code, outcome);
  }

  /** What to answer when one job failed, and others beside it did not. */
  OkaydException jobFailed(Throwable cause) {
    if (code(cause) == ErrorCode.STORE_FULL) {
      return notKept(cause);
    }
    LOG.error("The store did not carry out a transaction", cause);
    return refusal(ErrorCode.STORE_UNAVAILABLE, "nothing of it was kept");
  }

  private ErrorCode code(Throwable cause) {
    return Database.cause(cause).filter(database::isFull).isPresent()
        ? ErrorCode.STORE_FULL
        : ErrorCode.STORE_UNAVAILABLE;
  }

  private static String account(Throwable cause) {
    return Database.cause(cause)
        .map(failure -> String.valueOf(failure.getMessage()))
        .orElseGet(cause::toString);
  }

  private static OkaydException refusal(ErrorCode code, String outcome) {
    String advice = code == ErrorCode.STORE_FULL ? "Make room on its disk" : "Look at okayd's log";
    return new OkaydException(
        code,
        "The store did not carry out the change; %s. %s, and try again".formatted(outcome, advice));
  }
}
