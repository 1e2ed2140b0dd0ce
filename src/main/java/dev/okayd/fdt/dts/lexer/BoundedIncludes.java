package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.SourceFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Reads the files that a source text includes, up to a total size. */
final class BoundedIncludes {
  private final Includes includes;
  private final Limits limits;

  /** Total bytes of all files: a text of a few bytes can include one large file many times. */
  private long bytes;

  BoundedIncludes(Includes includes, Limits limits) {
    this.includes = includes;
    this.limits = limits;
  }

  /** The file that a token names. */
  SourceFile read(DtsToken name, String includedFrom) {
    SourceFile file =
        found(name, includedFrom)
            .orElseThrow(
                () ->
                    new DtsException(
                        name.position(),
                        "File not found: \"" + SourceText.fileName(name.text()) + "\""));
    bytes += file.length();
    if (bytes > limits.bytes()) {
      throw new DtsException(
          name.position(),
          "The included files have more than %d bytes in total".formatted(limits.bytes()));
    }
    return file;
  }

  private Optional<SourceFile> found(DtsToken name, String includedFrom) {
    try {
      return includes.read(SourceText.fileName(name.text()), includedFrom);
    } catch (IOException | InvalidPathException e) {
      throw new DtsException(
          name.position(), "File \"%s\" cannot be read: %s".formatted(name.text(), e.getMessage()));
    }
  }
}
