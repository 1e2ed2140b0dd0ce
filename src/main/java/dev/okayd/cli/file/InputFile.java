package dev.okayd.cli.file;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that commands read; {@code -} is the standard input. Whatever is wrong with one is said
 * with its name.
 */
public final class InputFile {
  private InputFile() {}

  /** Turns the bytes of an input into something. */
  public interface Reading<T> {
    T of(byte[] bytes) throws IOException;
  }

  public static DeviceTree tree(String name) {
    return read(name, bytes -> FdtReader.read(bytes, Limits.FILES));
  }

  public static <T> T read(String name, Reading<T> reading) {
    try {
      return reading.of(bytes(name));
    } catch (IOException | RuntimeException e) {
      throw new InputException(name, e);
    }
  }

  private static byte[] bytes(String name) throws IOException {
    int most = Limits.FILES.bytes();
    try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new OkaydException(ErrorCode.TOO_LARGE, "More than " + most + " bytes are not read");
      }
      return bytes;
    }
  }
}
