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
 * The text of a file with a table of keys. Refuses keys that the table does not list or that are
 * too new.
 */
final class KeyTableFile {
  private final KeyTable table;
  private final Optional<HypervisorVersion> release;
  private final Set<ToolstackKey> used = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * An empty file.
   *
   * @param release of the program that reads the file, if it is known
   */
  KeyTableFile(KeyTable table, Optional<HypervisorVersion> release) {
    this.table = table;
    this.release = release;
  }

  /** Whether the reader of the file knows a key; true if its release is unknown. */
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

  /** A keyword of a list entry, with its value. */
  String word(String list, String word, Object value) {
    require(list + "." + word);
    return word + "=" + value;
  }

  private void require(String key) {
    if (!has(key)) {
      throw new OkaydException(
          ErrorCode.NOT_IN_THIS_RELEASE,
          "%s of release %s cannot have %s, which release %s introduced; plan the guest for a later release, or without this key"
              .formatted(table.file(), release.orElseThrow(), key, table.key(key).since()));
    }
    used.add(table.key(key));
  }

  /** The keys in the file that some releases do not know; empty if the release is known. */
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
                "The spec names no version; these keys are newer than Xen %s: %s"
                    .formatted(table.least(), keys));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
