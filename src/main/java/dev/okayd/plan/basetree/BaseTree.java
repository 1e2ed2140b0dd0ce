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
 * The tree that the hypervisor or the user gives a guest, before okayd marks it.
 *
 * <p>It is without the random seeds that QEMU puts into what it dumps. Frozen in a file, a {@code
 * kaslr-seed} would place the kernel at the same address in every boot and an {@code rng-seed}
 * would be credited as fresh entropy each time; both are worse than none, and QEMU adds fresh ones
 * to the tree that it is given. Without them, and without the padding, all dumps of one machine
 * have one digest.
 *
 * @param tree what the blob says, less the seeds
 * @param sha256 of that tree as okayd writes it, in hexadecimal
 */
public record BaseTree(DeviceTree tree, String sha256) {
  /** QEMU has the second one on machines with a secure world. */
  private static final List<NodePath> SEEDED =
      List.of(NodePath.ROOT.child("chosen"), NodePath.ROOT.child("secure-chosen"));

  /**
   * Reads a blob.
   *
   * @throws dev.okayd.fdt.dtb.FdtFormatException if it is none
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
