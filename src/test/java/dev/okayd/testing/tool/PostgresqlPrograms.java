package dev.okayd.testing.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, which Maven has downloaded as an archive for each kind of machine. */
final class PostgresqlPrograms {
  private PostgresqlPrograms() {}

  /** The archive for this kind of machine; empty if the build has none. */
  static Optional<URL> archive() {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm_64";
    return Optional.ofNullable(
        PostgresqlPrograms.class.getResource("/postgres-linux-" + machine + ".txz"));
  }

  /** Unpacks an archive. All users may read and run the files, whatever the umask. */
  static void unpack(URL archive, Path directory) throws IOException {
    try (InputStream bytes = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream entries =
            new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        unpack(entry, entries, directory);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path directory)
      throws IOException {
    Path name = Path.of(entry.getName()).normalize();
    int parents = entry.isDirectory() ? name.getNameCount() : name.getNameCount() - 1;
    Path parent = directory;
    for (int i = 0; i < parents; i++) {
      parent = parent.resolve(name.getName(i));
      makeDirectory(parent);
    }
    if (entry.isDirectory()) {
      return;
    }
    Path target = parent.resolve(name.getName(parents));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
