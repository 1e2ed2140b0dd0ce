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
 * Unflattens a blob as the kernel does ({@code unflatten_dt_nodes} of drivers/of/fdt.c). Unlike
 * {@code FdtReader}, it accepts any names, duplicate names and nodes without an end token, and it
 * ignores properties after a child node.
 */
public final class Unflattening {
  /**
   * {@code FDT_MAX_DEPTH} is 64; the root has depth 0, and the kernel ignores nodes of depth 63 and
   * more.
   */
  private static final int FIRST_IGNORED_DEPTH = 63;

  private final StructureTokens tokens;
  private final PredictionBuilder prediction;
  private final List<String> warnings = new ArrayList<>();
  private final OverlayNode[] open = new OverlayNode[FIRST_IGNORED_DEPTH];

  private Unflattening(StructureTokens tokens, PredictionBuilder prediction) {
    this.tokens = tokens;
    this.prediction = prediction;
  }

  /** The root of the tree. */
  public static OverlayNode of(byte[] blob, KernelFdtHeader header, PredictionBuilder prediction) {
    Unflattening unflattening = new Unflattening(new StructureTokens(blob, header), prediction);
    OverlayNode root = unflattening.root();
    // the kernel reads the blob twice, for the size and for the nodes, so it logs warnings twice
    unflattening.warnings.forEach(prediction.log()::fdt);
    return root;
  }

  private OverlayNode root() {
    Token first = tokens.at(0);
    if (first.tag() != StructureTokens.BEGIN_NODE || tokens.nodeName(0).isEmpty()) {
      throw invalid("its structure does not begin with a root node");
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
        default -> {} // populate has read the properties of a node; others belong to no node
      }
      offset = token.next();
    }
    return open[0];
  }

  private void node(int offset, int depth) {
    if (depth >= FIRST_IGNORED_DEPTH) {
      prediction.hazard(
          Hazard.Kind.PARTLY_IGNORED,
          "Linux ignores nodes that are nested deeper than %d levels: use fewer levels"
              .formatted(FIRST_IGNORED_DEPTH));
      return;
    }
    String name =
        tokens.nodeName(offset).orElseThrow(() -> invalid("the name of a node is not a path"));
    open[depth] = open[depth - 1].addChild(name);
    populate(open[depth], offset);
  }

  /**
   * {@code populate_properties}: reads the property tokens that directly follow a node's begin
   * token.
   */
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
      byte[] baseName = CStrings.baseName(node.name()).getBytes(StandardCharsets.ISO_8859_1);
      node.addProperty(new OverlayProperty("name", Arrays.copyOf(baseName, baseName.length + 1)));
    }
  }

  private void property(OverlayNode node, int offset) {
    Optional<String> name = tokens.propertyName(offset);
    if (name.isEmpty()) {
      String warning = "Cannot locate property at 0x%x".formatted(offset);
      prediction.log().fdt(warning);
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
    tokens.wrappingLength(offset).ifPresent(length -> warnAboutWrapping(offset, length));
    prediction.log().fdt("Error %d processing FDT".formatted(error));
    return invalid("its structure block is damaged at byte %d of the block".formatted(offset));
  }

  /** Since dtc 1.7.0, part of Linux 6.2, libfdt rejects all such lengths. */
  private void warnAboutWrapping(int offset, int length) {
    if (length == -StructureTokens.PROPERTY_HEAD) {
      prediction.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "the length of the property at byte %d of the structure block makes Linux 6.1 loop forever: do not apply it"
              .formatted(offset));
    } else if (length > -StructureTokens.PROPERTY_HEAD) {
      prediction.hazard(
          Hazard.Kind.UNDEFINED,
          "the length of the property at byte %d of the structure block makes Linux 6.1 continue reading in the middle of the property: do not apply it"
              .formatted(offset));
    }
  }

  private ErrnoException invalid(String reason) {
    prediction.log().overlay("unable to unflatten overlay_fdt");
    return new ErrnoException(Errno.EINVAL, "this is not a device tree: " + reason);
  }
}
