package dev.okayd.plan.basetree;

import dev.okayd.digest.Sha256;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import java.util.HexFormat;
import java.util.List;

/**
 * The tree of a guest before okayd changes it, from the hypervisor or the user.
 *
 * <p>okayd removes the random seeds that QEMU writes into a dumped tree. A {@code kaslr-seed} in a
 * file would place the kernel at the same address in every boot, and the kernel would credit an
 * {@code rng-seed} as fresh entropy each time. Both are worse than no seed, and QEMU adds fresh
 * seeds to the tree that it boots. Without seeds and padding, all dumps of one machine have the
 * same digest.
 *
 * @param tree of the blob, without seeds
 * @param sha256 of this tree as okayd writes it, in hexadecimal
 */
public record BaseTree(DeviceTree tree, String sha256) {
  /** QEMU adds {@code secure-chosen} on machines with a secure world. */
  private static final List<NodePath> SEEDED =
      List.of(NodePath.ROOT.child("chosen"), NodePath.ROOT.child("secure-chosen"));

  /**
   * Reads a blob.
   *
   * @throws dev.okayd.fdt.dtb.FdtFormatException if it is not a device tree
   */
  public static BaseTree read(byte[] blob) {
    DeviceTree tree = withoutSeeds(FdtReader.read(blob));
    return new BaseTree(tree, HexFormat.of().formatHex(Sha256.sha256(FdtWriter.write(tree))));
  }

  private static DeviceTree withoutSeeds(DeviceTree tree) {
    DeviceTree seedless = tree;
    for (NodePath path : SEEDED) {
      if (seedless.find(path).isPresent()) {
        seedless = seedless.with(path, BaseTree::withoutSeeds);
      }
    }
    return seedless;
  }

  private static Node withoutSeeds(Node chosen) {
    return chosen.withoutProperty("rng-seed").withoutProperty("kaslr-seed");
  }
}
