package dev.okayd.store.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * The last sequence number of the log when okayd last started or stopped, in the file {@code
 * okayd.seq} beside the database. It survives a loss of the database file.
 */
final class SequenceFile {
  private static final Logger LOG = Logger.getLogger(SequenceFile.class);

  private final Path file;

  SequenceFile(Path directory) {
    this.file = directory.resolve("okayd.seq");
  }

  /** The recorded sequence number; 0 if there is none. */
  long read() {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException | NumberFormatException e) {
      LOG.warnf(
          "%s has no number (%s); okayd cannot check that the store is complete",
          file, e.getMessage());
      return 0;
    }
  }

  void write(long seq) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, seq + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warnf("%s could not be written (%s); it keeps its old content", file, e.getMessage());
    }
  }
}
