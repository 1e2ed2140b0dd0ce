package dev.okayd.fdt.dts.source;

import java.io.IOException;
import java.util.Optional;

/** Finds the files of {@code /include/} and {@code /incbin/}. */
@FunctionalInterface
public interface Includes {
  /** For texts that must not include other files. */
  Includes NONE = (name, includedFrom) -> Optional.empty();

  /**
   * Reads a file.
   *
   * @param name the name as written in the source
   * @param includedFrom name of the including file
   * @return empty if the file does not exist
   * @throws IOException if the file exists but cannot be read
   */
  Optional<SourceFile> read(String name, String includedFrom) throws IOException;
}
