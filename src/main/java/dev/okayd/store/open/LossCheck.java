package dev.okayd.store.open;

import org.jboss.logging.Logger;

/**
 * Refuses to start on less than there was: okayd would take devices that are live for devices that
 * are not, and let their backends stop.
 */
final class LossCheck {
  private static final Logger LOG = Logger.getLogger(LossCheck.class);

  private static final String OR_ACCEPT =
      "or start once with okayd.store.accept-loss=true to go on with what is left";

  private final SqliteFile file;
  private final SequenceFile highWater;
  private final boolean isLossAccepted;

  LossCheck(SqliteFile file, SequenceFile highWater, boolean isLossAccepted) {
    this.file = file;
    this.highWater = highWater;
    this.isLossAccepted = isLossAccepted;
  }

  /** What can be seen before SQLite opens the file, which may make files that are missing. */
  void beforeOpen() {
    if (!file.exists()) {
      long seq = highWater.read();
      if (seq > 0) {
        found(
            "%s is not there, but okayd.seq beside it says that there was a store whose log had come to %d. Put it back, restore a backup into an empty directory, %s"
                .formatted(file, seq, OR_ACCEPT));
      }
    } else if (file.lacksItsLog()) {
      found(
          "%s was copied or left without okayd.db-wal beside it, which has its latest changes. Put both there, as they were at one moment (of an okayd that is stopped, or use \"okayd backup\"), %s"
              .formatted(file, OR_ACCEPT));
    }
  }

  /**
   * What can be seen once it is open.
   *
   * @param seq the last sequence number of the log
   */
  void afterOpen(long seq) {
    long before = highWater.read();
    if (file.exists() && seq < before) {
      found(
          "The log in %s ends at %d, but okayd.seq beside it says that it had come to %d: this is an older store. Put the later one back, restore a backup with \"okayd restore\", %s"
              .formatted(file, seq, before, OR_ACCEPT));
    }
  }

  private void found(String loss) {
    if (!isLossAccepted) {
      throw new IllegalStateException(loss);
    }
    LOG.warnf("Accepted by okayd.store.accept-loss: %s", loss);
  }
}
