package dev.okayd.fdt.dts;

import dev.okayd.fdt.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Includes from the file system. As dtc does, looks beside the including file first, and then in
 * the directories that were named, in their order.
 */
public final class FileIncludes implements Includes {
  private final List<Path> directories;

  /** Includes that are also looked for in these directories ({@code dtc -i}). */
  public FileIncludes(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  @Override
  public Optional<SourceFile> read(String name, String includedFrom) throws IOException {
    for (Path candidate : candidates(name, includedFrom)) {
      if (Files.isRegularFile(candidate)) {
        return Optional.of(new SourceFile(candidate.toString(), bytes(candidate)));
      }
    }
    return Optional.empty();
  }

  private List<Path> candidates(String name, String includedFrom) {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(includedFrom).resolveSibling(name));
    directories.forEach(directory -> candidates.add(directory.resolve(name)));
    return candidates;
  }

  private static byte[] bytes(Path file) throws IOException {
    int most = Limits.DEFAULT.bytes();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("it has more than " + most + " bytes");
      }
      return bytes;
    }
  }
}
