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
 * Reads input files of commands; {@code -} is standard input. Every error carries the name of the
 * file.
 */
public final class InputFile {
  private InputFile() {}

  /** Converts the bytes of an input. */
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
        throw new OkaydException(
            ErrorCode.TOO_LARGE, "The input is too large, at most " + most + " bytes are allowed");
      }
      return bytes;
    }
  }
}
