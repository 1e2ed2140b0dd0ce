package dev.okayd.bundle;

import dev.okayd.platform.KeyTable;
import dev.okayd.platform.Version;
import java.util.Optional;

/**
 * Text of a file whose keys are in a table: a key that is not, or is too new, cannot be written.
 */
final class KeyedFile {
  private final KeyTable table;
  private final Optional<Version> release;
  private final StringBuilder text = new StringBuilder();

  /**
   * An empty file.
   *
   * @param release of what reads it, if that is known
   */
  KeyedFile(KeyTable table, Optional<Version> release) {
    this.table = table;
    this.release = release;
  }

  /** Whether the file's reader knows a key, as far as its release is known. */
  boolean has(String key) {
    return table.has(key, release);
  }

  /** Adds a line without a key. */
  KeyedFile line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Adds a line that sets a key. */
  KeyedFile set(String key, String line) {
    require(key);
    return line(line);
  }

  /** A word of an entry of a list. */
  String word(String list, String word, Object value) {
    require(list + "." + word);
    return word + "=" + value;
  }

  private void require(String key) {
    if (!has(key)) {
      throw new IllegalStateException(
          "%s of %s may not have %s, which came with %s"
              .formatted(table.file(), release.orElseThrow(), key, table.key(key).since()));
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
