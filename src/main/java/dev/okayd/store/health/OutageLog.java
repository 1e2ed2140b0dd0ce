package dev.okayd.store.health;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs an outage of the database for one kind of work, reads or writes. It logs one line when the
 * outage begins and one with a count when it ends, however many transactions fail in between: the
 * log must not fill a full disk further.
 */
public final class OutageLog {
  private static final Logger LOG = Logger.getLogger(OutageLog.class);

  /**
   * An outage ends when no transaction has failed for this long. Otherwise each success between two
   * failures would end it.
   */
  private static final long CALM = TimeUnit.SECONDS.toNanos(1);

  private final String work;
  private final LongSupplier nanoTime;
  private volatile boolean isOn;
  private long began;
  private long lastFailure;
  private long failed;
  private String traced = "";

  /**
   * No outage yet.
   *
   * @param work the kind of work, for the messages: {@code read} or {@code written}
   * @param nanoTime monotonic, with any origin
   */
  public OutageLog(String work, LongSupplier nanoTime) {
    this.work = work;
    this.nanoTime = nanoTime;
  }

  /**
   * Records a failure of the database.
   *
   * @param cause logged with its stack trace, unless the previous outage had the same account
   */
  public synchronized void begin(String account, Throwable cause) {
    lastFailure = nanoTime.getAsLong();
    if (isOn) {
      return;
    }
    isOn = true;
    began = lastFailure;
    LOG.errorf(
        account.equals(traced) ? null : cause,
        "The store cannot be %s: %s. Until it can, failures are only counted",
        work,
        account);
    traced = account;
  }

  /** Counts a transaction that failed because of the outage. */
  public synchronized void count() {
    failed++;
    lastFailure = nanoTime.getAsLong();
  }

  /** Records a success. */
  public void worked() {
    if (isOn) {
      end();
    }
  }

  private synchronized void end() {
    long now = nanoTime.getAsLong();
    if (isOn && now - lastFailure >= CALM) {
      isOn = false;
      LOG.infof(
          "The store can be %s again: %d transactions failed in %d s",
          work, failed, TimeUnit.NANOSECONDS.toSeconds(now - began));
      failed = 0;
    }
  }
}
