package dev.okayd.bundle;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.ToolstackKey;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Text of a file whose keys are in a table: a key that is not, or is too new, cannot be written.
 */
final class KeyTableFile {
  private final KeyTable table;
  private final Optional<HypervisorVersion> release;
  private final Set<ToolstackKey> used = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * An empty file.
   *
   * @param release of what reads it, if that is known
   */
  KeyTableFile(KeyTable table, Optional<HypervisorVersion> release) {
    this.table = table;
    this.release = release;
  }

  /** Whether the file's reader knows a key, as far as its release is known. */
  boolean has(String key) {
    return table.has(key, release);
  }

  /** Adds a line without a key. */
  KeyTableFile line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Adds a line that sets a key. */
  KeyTableFile set(String key, String line) {
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
      throw new OkaydException(
          ErrorCode.NOT_IN_THIS_RELEASE,
          "%s of release %s cannot have %s, which came with %s; plan the guest for a later release, or without it"
              .formatted(table.file(), release.orElseThrow(), key, table.key(key).since()));
    }
    used.add(table.key(key));
  }

  /** What the file has that not every release knows; empty if the release is known. */
  Optional<String> newerKeys() {
    String newer =
        used.stream()
            .filter(key -> release.isEmpty() && !key.isKnownTo(table.least()))
            .map(key -> "%s (%s)".formatted(key.name(), key.since()))
            .collect(Collectors.joining(", "));
    return Optional.of(newer)
        .filter(keys -> !keys.isEmpty())
        .map(
            keys ->
                "The spec names no version; these came after Xen %s: %s"
                    .formatted(table.least(), keys));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
