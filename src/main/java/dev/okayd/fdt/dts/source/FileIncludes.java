package dev.okayd.fdt.dts.source;

import dev.okayd.fdt.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Includes from the file system. As in dtc, the search begins in the directory of the including
 * file and continues in the given directories, in their order.
 */
public final class FileIncludes implements Includes {
  private final List<String> directories;
  private final Limits limits;

  /**
   * Includes that also searches these directories ({@code dtc -i}).
   *
   * @param limits limits on the size of a file
   */
  public FileIncludes(List<String> directories, Limits limits) {
    this.directories = List.copyOf(directories);
    this.limits = limits;
  }

  @Override
  public Optional<SourceFile> read(String name, String includedFrom) throws IOException {
    for (String candidate : candidates(name, includedFrom)) {
      Path file = Path.of(candidate);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return Optional.of(SourceFile.owning(candidate, bytes(file)));
      }
    }
    return Optional.empty();
  }

  /** Joins paths as dtc does, because dependency files contain them. */
  private List<String> candidates(String name, String includedFrom) {
    if (name.startsWith("/")) {
      return List.of(name);
    }
    List<String> candidates = new ArrayList<>();
    candidates.add(includedFrom.substring(0, includedFrom.lastIndexOf('/') + 1) + name);
    for (String directory : directories) {
      candidates.add(directory.endsWith("/") ? directory + name : directory + "/" + name);
    }
    return candidates;
  }

  private byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes =
          Files.size(file) <= limits.bytes() ? in.readNBytes(limits.bytes() + 1) : new byte[0];
      if (bytes.length > limits.bytes() || Files.size(file) > limits.bytes()) {
        throw new IOException("it has more than " + limits.bytes() + " bytes");
      }
      return bytes;
    }
  }
}
