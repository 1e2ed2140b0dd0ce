package dev.okayd.backup;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/** A file that is not restored, with the line that it fails at. */
final class BackupFormatException extends OkaydException {
  private static final long serialVersionUID = 1L;

  BackupFormatException(long line, String why) {
    super(
        ErrorCode.NOT_A_BACKUP,
        "Line %d: %s. Nothing was changed; take a file that /v1/backup gave, whole and unchanged"
            .formatted(line, why));
  }
}
