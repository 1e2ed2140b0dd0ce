package dev.okayd.platform.catalog;

import dev.okayd.document.DocumentReader;
import dev.okayd.document.KebabCaseYaml;
import dev.okayd.error.OkaydException;
import dev.okayd.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The platforms that okayd ships, and those that the operator adds. */
public final class Platforms {
  /** Files in {@code platforms/} in the jar. Code cannot list a folder of the jar. */
  private static final List<String> SHIPPED =
      List.of(
          "custom",
          "firecracker",
          "kvmtool",
          "qemu-virt",
          "xen",
          "xen-amd",
          "xen-direct-map",
          "xen-dom0less",
          "xen-epam");

  private static final String SUFFIX = ".yaml";

  private static final DocumentReader READER = KebabCaseYaml.reader();

  /**
   * Empty for platforms whose file okayd has not read yet. A command that needs one platform reads
   * only one file.
   */
  private final Map<String, Optional<Platform>> byName;

  private Platforms(Map<String, Optional<Platform>> byName) {
    this.byName = new HashMap<>(byName);
  }

  /** The platforms that okayd ships. */
  public static Platforms shipped() {
    Map<String, Optional<Platform>> unread = new HashMap<>();
    SHIPPED.forEach(name -> unread.put(name, Optional.empty()));
    return new Platforms(unread);
  }

  /**
   * These platforms and those of a directory with one platform per {@code .yaml} file. A file
   * replaces the platform with the same name.
   *
   * @throws PlatformException if a file is not a valid platform
   */
  public Platforms with(Path directory) {
    Map<String, Optional<Platform>> all = new HashMap<>(byName);
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(Platforms::read)
          .forEach(platform -> all.put(platform.name(), Optional.of(platform)));
    } catch (IOException e) {
      throw new PlatformException(
          directory + " cannot be read; expected a directory of platform files", e);
    }
    return new Platforms(all);
  }

  /** The platform with a name. */
  public synchronized Optional<Platform> find(String name) {
    if (!byName.containsKey(name)) {
      return Optional.empty();
    }
    Optional<Platform> known = byName.getOrDefault(name, Optional.empty());
    if (known.isEmpty()) {
      known = Optional.of(readShipped(name));
      byName.put(name, known);
    }
    return known;
  }

  /** The names of all platforms, sorted. */
  public synchronized List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  private static Platform readShipped(String name) {
    String file = "/platforms/" + name + SUFFIX;
    try (InputStream in = Platforms.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return READER
          .read(in.readAllBytes(), Platform.class)
          .orElseThrow(() -> new IllegalStateException(file + " is empty"));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Platform read(Path file) {
    Platform platform;
    try {
      platform =
          READER
              .read(Files.readAllBytes(file), Platform.class)
              .orElseThrow(() -> new PlatformException(file + " is not a platform: it is empty"));
    } catch (OkaydException e) {
      throw new PlatformException(
          e.faults().stream()
              .map(fault -> file + " is not a platform: " + fault.message())
              .toList());
    } catch (IOException e) {
      throw new PlatformException(file + " cannot be read", e);
    }
    List<String> faults = PlatformCheck.of(platform);
    if (!faults.isEmpty()) {
      throw new PlatformException(faults.stream().map(fault -> file + ": " + fault).toList());
    }
    return platform;
  }
}
