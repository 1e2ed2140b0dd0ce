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
 * A base blob into which overlays are merged one after the other, in the bytes that fdtoverlay
 * writes: as libfdt does, it keeps the strings block of the base, and adds to it the names of new
 * properties in the order in which they are added. {@link FdtWriter} writes the same tree as dtc
 * would.
 *
 * <p>Other than in libfdt, the bytes that fill up behind a value are zero, NOPs of the base are
 * left out, and properties stand before child nodes.
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
   * @param limits of the base and of what becomes of it
   * @throws FdtFormatException if it is no well-formed device tree, or beyond the limits
   */
  public static MergedBlob of(byte[] base, Limits limits) {
    DeviceTree tree = FdtReader.read(base, limits);
    FdtHeader header = FdtHeader.read(ByteBuffer.wrap(base), limits);
    byte[] strings = new byte[header.stringsEnd() - header.strings()];
    ByteBuffer.wrap(base).get(header.strings(), strings);
    return new MergedBlob(tree, StringsBlock.startingWith(strings), limits);
  }

  /**
   * Merges an overlay into what there is.
   *
   * @throws OverlayException if it cannot be merged; nothing has changed then
   */
  public void merge(DeviceTree overlay) {
    OverlayMerge.Step step = OverlayMerge.step(tree, overlay, limits);
    for (String name : step.addedNames()) {
      int unused = strings.offset(name);
    }
    tree = step.tree();
  }

  /** The tree as it is now. */
  public DeviceTree tree() {
    return tree;
  }

  /** The blob as it is now. */
  public byte[] write() {
    return FdtWriter.write(tree, strings);
  }
}
