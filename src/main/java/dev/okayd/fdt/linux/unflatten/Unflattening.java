package dev.okayd.fdt.linux.unflatten;

import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import dev.okayd.fdt.linux.unflatten.StructureTokens.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A blob as the kernel unflattens it ({@code unflatten_dt_nodes} of drivers/of/fdt.c). Unlike
 * {@code FdtReader} it takes names of any kind, names that stand twice and a tree that does not end
 * its nodes, and leaves out a property that stands behind a child node.
 */
public final class Unflattening {
  /** {@code FDT_MAX_DEPTH} is 64; the root is depth 0, and nodes of depth 63 are left out. */
  private static final int FIRST_DEPTH_LEFT_OUT = 63;

  private final StructureTokens tokens;
  private final PredictionBuilder proceedings;
  private final List<String> warnings = new ArrayList<>();
  private final OverlayNode[] open = new OverlayNode[FIRST_DEPTH_LEFT_OUT];

  private Unflattening(StructureTokens tokens, PredictionBuilder proceedings) {
    this.tokens = tokens;
    this.proceedings = proceedings;
  }

  /** The root of the tree. */
  public static OverlayNode of(byte[] blob, KernelFdtHeader header, PredictionBuilder proceedings) {
    Unflattening unflattening = new Unflattening(new StructureTokens(blob, header), proceedings);
    OverlayNode root = unflattening.root();
    // the kernel goes over the blob twice, for the size and for the nodes
    unflattening.warnings.forEach(proceedings.log()::fdt);
    return root;
  }

  private OverlayNode root() {
    Token first = tokens.at(0);
    if (first.tag() != StructureTokens.BEGIN_NODE || tokens.nodeName(0).isEmpty()) {
      throw refused("its structure does not begin with a root node");
    }
    open[0] = OverlayNode.root();
    populate(open[0], 0);
    int depth = 0;
    int offset = first.next();
    while (depth >= 0) {
      Token token = tokens.at(offset);
      switch (token.tag()) {
        case StructureTokens.BEGIN_NODE -> node(offset, ++depth);
        case StructureTokens.END_NODE -> depth--;
        case StructureTokens.END -> {
          if (token.next() < 0) {
            throw damaged(offset, token.next());
          }
          return open[0];
        }
        default -> {} // a property belongs to the node that began before it, or to none
      }
      offset = token.next();
    }
    return open[0];
  }

  private void node(int offset, int depth) {
    if (depth >= FIRST_DEPTH_LEFT_OUT) {
      proceedings.hazard(
          Hazard.Kind.PARTLY_IGNORED,
          "Linux leaves out what is deeper than %d nodes: nest less deep"
              .formatted(FIRST_DEPTH_LEFT_OUT));
      return;
    }
    String name =
        tokens.nodeName(offset).orElseThrow(() -> refused("a node of it has no path for a name"));
    open[depth] = open[depth - 1].addChild(name);
    populate(open[depth], offset);
  }

  /** {@code populate_properties}: of all tokens behind a node's, those before any other node's. */
  private void populate(OverlayNode node, int nodeOffset) {
    int offset = tokens.at(nodeOffset).next();
    Token token = tokens.at(offset);
    while (token.tag() == StructureTokens.PROP || token.tag() == StructureTokens.NOP) {
      if (token.tag() == StructureTokens.PROP) {
        property(node, offset);
      }
      offset = token.next();
      token = tokens.at(offset);
    }
    if (node.property("name").isEmpty()) {
      byte[] stem = CStrings.stem(node.name()).getBytes(StandardCharsets.ISO_8859_1);
      node.addProperty(new OverlayProperty("name", Arrays.copyOf(stem, stem.length + 1)));
    }
  }

  private void property(OverlayNode node, int offset) {
    Optional<String> name = tokens.propertyName(offset);
    if (name.isEmpty()) {
      String warning = "Cannot locate property at 0x%x".formatted(offset);
      proceedings.log().fdt(warning);
      warnings.add(warning);
      return;
    }
    byte[] value = tokens.value(offset);
    boolean isPhandle = name.get().equals("phandle") || name.get().equals("linux,phandle");
    if (isPhandle && node.phandle() == 0) {
      node.setPhandle(ByteBuffer.wrap(Arrays.copyOf(value, Integer.BYTES)).getInt());
    }
    node.addProperty(new OverlayProperty(name.get(), value));
  }

  private ErrnoException damaged(int offset, int error) {
    tokens.wrappingLength(offset).ifPresent(length -> warnOfWrapping(offset, length));
    proceedings.log().fdt("Error %d processing FDT".formatted(error));
    return refused("its structure block is damaged at byte %d of the block".formatted(offset));
  }

  /** Since dtc 1.7.0, which came with Linux 6.2, libfdt refuses all such lengths. */
  private void warnOfWrapping(int offset, int length) {
    if (length == -StructureTokens.PROPERTY_HEAD) {
      proceedings.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "the length of its property at byte %d of the structure block makes Linux 6.1 stay there for ever: do not apply it"
              .formatted(offset));
    } else if (length > -StructureTokens.PROPERTY_HEAD) {
      proceedings.hazard(
          Hazard.Kind.UNDEFINED,
          "the length of its property at byte %d of the structure block makes Linux 6.1 read on in the middle of it: do not apply it"
              .formatted(offset));
    }
  }

  private ErrnoException refused(String reason) {
    proceedings.log().overlay("unable to unflatten overlay_fdt");
    return new ErrnoException(Errno.EINVAL, "this is no tree: " + reason);
  }
}
