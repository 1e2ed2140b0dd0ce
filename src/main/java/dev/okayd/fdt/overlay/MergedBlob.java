package dev.okayd.fdt.overlay;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtFormatException;
import dev.okayd.fdt.dtb.FdtHeader;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.StringsBlock;
import java.nio.ByteBuffer;

/**
 * A base blob with overlays merged into it, written in the bytes of fdtoverlay. As in libfdt, the
 * blob keeps the strings block of the base and appends the names of new properties in the order of
 * their addition. {@link FdtWriter} writes the same tree in the bytes of dtc.
 *
 * <p>Unlike in libfdt, the padding after a value is zero, NOPs of the base are left out, and
 * properties come before child nodes.
 */
public final class MergedBlob {
  private final StringsBlock strings;
  private final Limits limits;
  private DeviceTree tree;

  private MergedBlob(DeviceTree tree, StringsBlock strings, Limits limits) {
    this.tree = tree;
    this.strings = strings;
    this.limits = limits;
  }

  /**
   * A base, read leniently.
   *
   * @param limits of the base and of the merged tree
   * @throws FdtFormatException if the base is not a well-formed device tree or exceeds the limits
   */
  public static MergedBlob of(byte[] base, Limits limits) {
    DeviceTree tree = FdtReader.read(base, limits);
    FdtHeader header = FdtHeader.read(ByteBuffer.wrap(base), limits);
    byte[] strings = new byte[header.stringsEnd() - header.strings()];
    ByteBuffer.wrap(base).get(header.strings(), strings);
    return new MergedBlob(tree, StringsBlock.startingWith(strings), limits);
  }

  /**
   * Merges an overlay into the current tree.
   *
   * @throws OverlayException if the overlay cannot be merged; the tree is then unchanged
   */
  public void merge(DeviceTree overlay) {
    OverlayMerge.Step step = OverlayMerge.step(tree, overlay, limits);
    for (String name : step.addedNames()) {
      int unused = strings.offset(name);
    }
    tree = step.tree();
  }

  /** The current tree. */
  public DeviceTree tree() {
    return tree;
  }

  /** The current blob. */
  public byte[] write() {
    return FdtWriter.write(tree, strings);
  }
}
