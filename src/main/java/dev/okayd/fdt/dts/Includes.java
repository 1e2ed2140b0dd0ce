package dev.okayd.fdt.dts;

import java.util.Optional;

/** Where the files of {@code /include/} and {@code /incbin/} come from. */
@FunctionalInterface
public interface Includes {
  /** For texts that must not reach beyond themselves. */
  Includes NONE = (name, includedFrom) -> Optional.empty();

  /**
   * The content of a file.
   *
   * @param name as it stands in the source
   * @param includedFrom the file that it stands in
   */
  Optional<byte[]> read(String name, String includedFrom);
}
