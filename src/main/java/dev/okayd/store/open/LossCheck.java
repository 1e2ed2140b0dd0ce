package dev.okayd.store.open;

import dev.okayd.error.StartRefusedException;
import org.jboss.logging.Logger;

/**
 * Refuses to start if the store has lost data: okayd would treat live devices as absent, and let
 * their backends stop.
 */
final class LossCheck {
  private static final Logger LOG = Logger.getLogger(LossCheck.class);

  private static final String OR_ACCEPT =
      "or start once with okayd.store.accept-loss=true to continue with the remaining data";

  private final SqliteFile file;
  private final SequenceFile highWater;
  private final boolean isLossAccepted;

  LossCheck(SqliteFile file, SequenceFile highWater, boolean isLossAccepted) {
    this.file = file;
    this.highWater = highWater;
    this.isLossAccepted = isLossAccepted;
  }

  /** Checks the files before SQLite opens them, because SQLite creates missing files. */
  void beforeOpen() {
    if (!file.exists()) {
      long seq = highWater.read();
      if (seq > 0) {
        found(
            "%s is missing, but okayd.seq beside it records a store with %d log entries. Put the file back, restore a backup into an empty directory, %s"
                .formatted(file, seq, OR_ACCEPT));
      }
    } else if (file.lacksItsLog()) {
      found(
          "%s lacks the okayd.db-wal beside it that has its latest changes. Put both files there, copied together while okayd was stopped (or made with \"okayd backup\"), %s"
              .formatted(file, OR_ACCEPT));
    }
  }

  /**
   * Checks the open store.
   *
   * @param seq the last sequence number of the log
   */
  void afterOpen(long seq) {
    long before = highWater.read();
    if (file.exists() && seq < before) {
      found(
          "The log in %s ends at entry %d, but okayd.seq beside it records entry %d: this store is older. Put the later store back, restore a backup with \"okayd restore\", %s"
              .formatted(file, seq, before, OR_ACCEPT));
    }
  }

  private void found(String loss) {
    if (!isLossAccepted) {
      throw new StartRefusedException(loss);
    }
    LOG.warnf("okayd.store.accept-loss accepts this loss: %s", loss);
  }
}
