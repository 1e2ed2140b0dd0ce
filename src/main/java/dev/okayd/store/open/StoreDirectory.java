package dev.okayd.store.open;

import dev.okayd.error.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    requirePlain(directory);
    try {
      make(directory);
      return lock(directory);
    } catch (IOException e) {
      throw new StartRefusedException(
          "The directory of the store, %s, cannot be used: %s. Make it a directory that okayd may write, or change okayd.store.directory"
              .formatted(directory.toAbsolutePath(), reason(e)),
          e);
    }
  }

  /** SQLite's driver takes a question mark for the beginning of its parameters. */
  private static void requirePlain(Path directory) {
    String path = directory.toString();
    if (path.indexOf('?') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
      throw new StartRefusedException(
          "okayd.store.directory is \"%s\"; expected is a path without question marks and control characters. Change okayd.store.directory"
              .formatted(path.replaceAll("\\p{Cntrl}", "?")));
    }
  }

  /** The message of most of these exceptions is only the name of the file. */
  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " does not permit it";
    }
    if (failure instanceof FileAlreadyExistsException file) {
      return file.getFile() + " is a file";
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there and cannot be created";
    }
    return String.valueOf(failure.getMessage());
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
      throw new StartRefusedException(
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
