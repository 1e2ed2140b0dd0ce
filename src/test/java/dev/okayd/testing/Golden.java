package dev.okayd.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files below src/test/resources; their origin is documented beside them. */
public final class Golden {
  private Golden() {}

  /** The bytes of a file, such as {@code fdt/qemu-virt.dtb}. */
  public static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no src/test/resources/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }
}
