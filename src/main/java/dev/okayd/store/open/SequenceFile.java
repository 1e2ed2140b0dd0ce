package dev.okayd.store.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * How far the log had come when okayd last started or stopped, in a file of its own beside the
 * database: {@code okayd.seq}. It still knows when the database was lost.
 */
final class SequenceFile {
  private static final Logger LOG = Logger.getLogger(SequenceFile.class);

  private final Path file;

  SequenceFile(Path directory) {
    this.file = directory.resolve("okayd.seq");
  }

  /** The sequence number that was recorded last; 0 when none was. */
  long read() {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException | NumberFormatException e) {
      LOG.warnf(
          "%s has no number (%s); whether the store is complete is not checked by it",
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
      LOG.warnf("%s could not be written (%s); it stays as it was", file, e.getMessage());
    }
  }
}
