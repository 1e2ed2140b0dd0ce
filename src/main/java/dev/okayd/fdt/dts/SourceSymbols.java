package dev.okayd.fdt.dts;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.source.Diagnostics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Handles a node {@code __symbols__} in the source text, for example in a text printed from a blob.
 * Its properties become labels of the nodes that they name (dtc 1.8, {@code
 * generate_labels_from_tree}).
 */
final class SourceSymbols {
  static final String NODE = "__symbols__";

  private SourceSymbols() {}

  static void label(SourceTree tree, ReferenceResolution resolution, Diagnostics diagnostics) {
    Optional<SourceNode> symbols = tree.root().child(NODE);
    if (symbols.isEmpty()) {
      return;
    }
    for (Property symbol : resolution.properties(symbols.get())) {
      String path = path(symbol);
      Optional<SourceNode> node = path.equals("/") ? Optional.empty() : tree.root().find(path);
      node.ifPresent(found -> found.labels().add(symbol.name()));
      if (node.isEmpty()) {
        diagnostics.warning(
            symbols.get().position(),
            "Label \"%s\" of this node is \"%s\", which is not the path of a node"
                .formatted(symbol.name(), path));
      }
    }
  }

  /** The value up to the first NUL, as C reads it. */
  private static String path(Property symbol) {
    String text = new String(symbol.value(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
