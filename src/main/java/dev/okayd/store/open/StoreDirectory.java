package dev.okayd.store.open;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of the SQLite file, locked by one okayd at a time. */
final class StoreDirectory implements AutoCloseable {
  private final FileChannel lock;

  private StoreDirectory(FileChannel lock) {
    this.lock = lock;
  }

  /** Creates the directory if it is missing, and locks it. */
  static StoreDirectory open(Path directory) {
    try {
      make(directory);
      return lock(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory of the store, %s, cannot be used".formatted(directory.toAbsolutePath()),
          e);
    }
  }

  /**
   * The file contains signing secrets, so only okayd's user may read a directory that okayd
   * creates.
   */
  private static void make(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static StoreDirectory lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isMine(file)) {
      file.close();
      throw new IllegalStateException(
          "Another okayd uses the store in %s. Stop it, or set another okayd.store.directory here; several replicas need okayd.store=postgresql"
              .formatted(directory.toAbsolutePath()));
    }
    return new StoreDirectory(file);
  }

  /** The operating system releases the lock when the process ends. */
  private static boolean isMine(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of the store's directory did not close", e);
    }
  }
}
