package dev.okayd.platform.toolstack;

import dev.okayd.document.KebabCaseYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every key that okayd may write into one file of a toolstack, with the release that introduced it.
 * Writers use only keys of this table, so a file never has a key that its reader does not know.
 *
 * @param file name of the file
 * @param releases the program whose releases introduced the keys
 * @param least first release for which okayd plans guests
 * @param because the reason for this first release
 * @param keys with unique names
 */
public record KeyTable(
    String file,
    String releases,
    HypervisorVersion least,
    String because,
    List<ToolstackKey> keys) {
  private static final Map<String, KeyTable> READ = new ConcurrentHashMap<>();

  public KeyTable {
    keys = List.copyOf(keys);
    Map<String, ToolstackKey> names = new HashMap<>();
    for (ToolstackKey key : keys) {
      if (names.put(key.name(), key) != null) {
        throw new IllegalArgumentException(file + " has the key " + key.name() + " twice");
      }
    }
  }

  /** The tables of the files that okayd writes for guests of a platform. */
  public static List<KeyTable> of(Toolstack toolstack, XlDialect dialect) {
    return switch (toolstack) {
      case XL ->
          switch (dialect) {
            case UPSTREAM, EPAM -> List.of(table("xl"), qemu());
            case AMD -> List.of(table("xl-amd"), qemu());
          };
      case DOM0LESS -> List.of(table("dom0less"), table("imagebuilder"), qemu());
      case QEMU -> List.of(qemu());
      case NONE -> List.of();
    };
  }

  /** The options of QEMU that okayd writes: for QEMU's own guests, and for backends. */
  public static KeyTable qemu() {
    return table("qemu");
  }

  private static KeyTable table(String name) {
    return READ.computeIfAbsent(name, KeyTable::read);
  }

  private static KeyTable read(String name) {
    String file = "/platforms/keys/" + name + ".yaml";
    try (InputStream in = KeyTable.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return KebabCaseYaml.reader()
          .read(in.readAllBytes(), KeyTable.class)
          .orElseThrow(() -> new IllegalStateException(file + " is empty"));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * The key with a name.
   *
   * @throws IllegalArgumentException if the table does not list the key
   */
  public ToolstackKey key(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The table of %s does not list the key %s".formatted(file, name)));
  }

  /** The key with a name, if the table lists it. */
  public Optional<ToolstackKey> find(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /**
   * Whether a release knows a key. True for an unknown release, because it may know the key.
   *
   * @throws IllegalArgumentException if the table does not list the key
   */
  public boolean has(String name, Optional<HypervisorVersion> release) {
    ToolstackKey key = key(name);
    return release.map(key::isKnownTo).orElse(true);
  }
}
