package dev.okayd.fdt.dts;

import dev.okayd.fdt.Limits;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** The files that a source text includes, within bounds. */
final class IncludedFiles {
  /** As in dtc ({@code MAX_SRCFILE_DEPTH} in its srcpos.c), but of all files, nested or not. */
  private static final int MOST_SOURCES = 100;

  /**
   * Of all files together, several times what a blob may have: a text of a few bytes can name one
   * large file many times over.
   */
  private static final int MOST_BYTES = 8 * Limits.DEFAULT.bytes();

  private final Includes includes;
  private int sources;
  private long bytes;

  IncludedFiles(Includes includes) {
    this.includes = includes;
  }

  /** Takes note of one more {@code /include/}. */
  void countSource(Position position) {
    if (++sources > MOST_SOURCES) {
      throw new DtsException(position, "More than " + MOST_SOURCES + " files are included");
    }
  }

  /** The file that a token names. */
  SourceFile read(Token name, String includedFrom) {
    SourceFile file =
        found(name, includedFrom)
            .orElseThrow(
                () ->
                    new DtsException(name.position(), "There is no file \"" + name.text() + "\""));
    bytes += file.length();
    if (bytes > MOST_BYTES) {
      throw new DtsException(
          name.position(),
          "The included files have more than %d bytes together".formatted(MOST_BYTES));
    }
    return file;
  }

  private Optional<SourceFile> found(Token name, String includedFrom) {
    try {
      return includes.read(name.text(), includedFrom);
    } catch (IOException | InvalidPathException e) {
      throw new DtsException(
          name.position(), "File \"%s\" cannot be read: %s".formatted(name.text(), e.getMessage()));
    }
  }
}
