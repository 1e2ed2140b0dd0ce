package dev.okayd.fdt.linux.resolver;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.KernelLog;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.OverlayProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Replaces an overlay's references to labels of the live tree with phandles ({@code
 * of_resolve_phandles} of drivers/of/resolver.c).
 */
public final class LabelFixups {
  private static final NodePath SYMBOLS = new NodePath(List.of("__symbols__"));

  private final TreeIndex live;
  private final KernelLog log;

  private LabelFixups(TreeIndex live, KernelLog log) {
    this.live = live;
    this.log = log;
  }

  public static void resolve(OverlayNode overlay, TreeIndex live, KernelLog log) {
    List<OverlayNode> fixups =
        overlay.children().stream()
            .filter(child -> CStrings.baseName(child.name()).equals("__fixups__"))
            .toList();
    if (!fixups.isEmpty()) {
      // the kernel uses the last one
      new LabelFixups(live, log).resolve(overlay, fixups.get(fixups.size() - 1));
    }
  }

  private void resolve(OverlayNode overlay, OverlayNode fixups) {
    Optional<Node> symbols = live.find(SYMBOLS);
    if (symbols.isEmpty()) {
      log.resolver("no symbols in root of device tree.");
      throw new ErrnoException(
          Errno.EINVAL,
          "it refers to labels, but the live tree has no /__symbols__: compile the base with -@, or refer to nodes by path");
    }
    for (OverlayProperty fixup : fixups.properties()) {
      if (!fixup.name().equals("name")) {
        int phandle = phandle(symbols.get(), fixup.name());
        try {
          FixupPlaces.write(overlay, fixup, phandle);
        } catch (ErrnoException error) {
          log.resolver("overlay phandle fixup failed: " + error.errno().number());
          throw error;
        }
      }
    }
  }

  private int phandle(Node symbols, String label) {
    String path = path(symbols.property(label), label);
    NodePath node =
        LiveNodeLookup.byPath(live, path)
            .orElseThrow(
                () ->
                    new ErrnoException(
                        Errno.ENOENT,
                        "label %s names %s in the live tree's symbols, but that node does not exist"
                            .formatted(label, path)));
    // 0 if the node has none: the reference then names no node
    return live.find(node).flatMap(Node::phandle).orElse(0);
  }

  /** {@code of_property_read_string}. */
  private String path(Optional<Property> symbol, String label) {
    byte[] value = symbol.map(Property::value).orElse(new byte[0]);
    Optional<String> path = CStrings.read(value);
    if (path.isPresent()) {
      return path.get();
    }
    log.resolver("node label '%s' not found in live devicetree symbols table".formatted(label));
    if (symbol.isEmpty()) {
      throw new ErrnoException(
          Errno.EINVAL,
          "it refers to label %s, which the live tree does not have".formatted(label));
    }
    throw new ErrnoException(
        value.length == 0 ? Errno.ENODATA : Errno.EILSEQ,
        "symbol %s of the live tree is \"%s\", but must be a path"
            .formatted(label, new String(value, StandardCharsets.ISO_8859_1)));
  }
}
