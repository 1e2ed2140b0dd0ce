package dev.okayd.fdt.dts.source;

import java.io.IOException;
import java.util.Optional;

/** Where the files of {@code /include/} and {@code /incbin/} come from. */
@FunctionalInterface
public interface Includes {
  /** For texts that must not reach beyond themselves. */
  Includes NONE = (name, includedFrom) -> Optional.empty();

  /**
   * Reads a file.
   *
   * @param name as it stands in the source
   * @param includedFrom name of the file that it stands in
   * @return empty if there is no such file
   * @throws IOException if there is one, but it cannot be read
   */
  Optional<SourceFile> read(String name, String includedFrom) throws IOException;
}
