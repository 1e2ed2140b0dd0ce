package dev.okayd.store.health;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A time during which the database does not do one kind of work. The log has a line when it begins
 * and one with a count when it is over, however many transactions fail meanwhile: a full disk is
 * not to be filled by the log of it.
 */
public final class OutageLog {
  private static final Logger LOG = Logger.getLogger(OutageLog.class);

  /**
   * It is over when nothing has failed for so long: else each success between two failures ends it.
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
   * @param work what the database does not do then: {@code read} or {@code written}
   * @param nanoTime monotonic, of any origin
   */
  public OutageLog(String work, LongSupplier nanoTime) {
    this.work = work;
    this.nanoTime = nanoTime;
  }

  /**
   * The database failed.
   *
   * @param cause shown with its stack trace, unless the outage before had the same account
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

  /** One transaction was refused because of it. */
  public synchronized void count() {
    failed++;
    lastFailure = nanoTime.getAsLong();
  }

  /** The database did it. */
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
