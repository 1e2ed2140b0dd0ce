package dev.okayd.plan;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.FdtReader;
import java.util.HexFormat;

/**
 * The tree that the hypervisor or the user gives a guest, before okayd marks it.
 *
 * @param tree what the blob says
 * @param sha256 of the blob, in hexadecimal
 */
public record BaseTree(DeviceTree tree, String sha256) {

  /**
   * Reads a blob.
   *
   * @throws dev.okayd.fdt.FdtFormatException if it is none
   */
  public static BaseTree read(byte[] blob) {
    return new BaseTree(FdtReader.read(blob), HexFormat.of().formatHex(Digests.sha256(blob)));
  }
}
