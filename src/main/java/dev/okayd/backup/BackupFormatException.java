package dev.okayd.backup;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/** Reports an invalid backup file, with the line of the fault. */
final class BackupFormatException extends OkaydException {
  private static final long serialVersionUID = 1L;

  BackupFormatException(long line, String why) {
    super(
        ErrorCode.NOT_A_BACKUP,
        "Line %d: %s. Nothing was changed; send a complete, unchanged file from /v1/backup"
            .formatted(line, why));
  }
}
