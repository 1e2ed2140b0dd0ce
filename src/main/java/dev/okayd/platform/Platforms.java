package dev.okayd.platform;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The platforms that okayd brings along. */
public final class Platforms {
  /** Files below {@code platforms/} in the jar, which cannot list its own folders. */
  private static final List<String> SHIPPED = List.of("qemu-virt", "xen");

  private static final ObjectReader READER =
      YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build()
          .readerFor(Platform.class);

  private final Map<String, Platform> byName;

  private Platforms(List<Platform> platforms) {
    byName = platforms.stream().collect(Collectors.toMap(Platform::name, Function.identity()));
  }

  /** Reads the platforms that okayd brings along. */
  public static Platforms shipped() {
    return new Platforms(SHIPPED.stream().map(Platforms::read).toList());
  }

  /** The platform of this name. */
  public Optional<Platform> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names of all, sorted. */
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  private static Platform read(String name) {
    String file = "/platforms/" + name + ".yaml";
    try (InputStream in = Platforms.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return READER.readValue(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no platform", e);
    }
  }
}
