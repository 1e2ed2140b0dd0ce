package dev.okayd.cli.file;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.Padding;
import java.io.IOException;

/** Limits the blobs that commands write to the size that commands read. */
public final class BlobFile {
  private BlobFile() {}

  /**
   * The blob of a tree.
   *
   * @param input the source of the tree
   * @throws InputException if the blob would be too large
   */
  public static byte[] of(String input, DeviceTree tree, Padding padding) {
    try {
      // before allocating the bytes
      require(input, padding.totalSize(0));
      return require(input, FdtWriter.write(tree, padding));
    } catch (IllegalArgumentException e) {
      throw new InputException(input, new IOException(e.getMessage(), e));
    }
  }

  /**
   * This blob, if it is not too large for commands to read.
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
              "The blob has %d bytes, at most %d are allowed"
                  .formatted(size, Limits.FILES.bytes())));
    }
  }
}
