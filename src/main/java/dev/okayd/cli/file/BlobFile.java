package dev.okayd.cli.file;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.Padding;
import java.io.IOException;

/** Blobs as commands write them: not larger than commands read them. */
public final class BlobFile {
  private BlobFile() {}

  /**
   * The blob of a tree.
   *
   * @param input that the tree comes from
   * @throws InputException if the blob would be too large
   */
  public static byte[] of(String input, DeviceTree tree, Padding padding) {
    try {
      // before as many bytes are allocated
      require(input, padding.totalSize(0));
      return require(input, FdtWriter.write(tree, padding));
    } catch (IllegalArgumentException e) {
      throw new InputException(input, new IOException(e.getMessage(), e));
    }
  }

  /**
   * This blob, if commands read one of its size.
   *
   * @throws InputException if the blob is too large
   */
  public static byte[] require(String input, byte[] blob) {
    require(input, blob.length);
    return blob;
  }

  private static void require(String input, int size) {
    if (size > Limits.FILES.bytes()) {
      throw new InputException(
          input,
          new IOException(
              "The blob has %d bytes, %d are the most".formatted(size, Limits.FILES.bytes())));
    }
  }
}
