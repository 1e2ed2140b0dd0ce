package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Phandles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The nodes of a base tree, by phandle. */
final class BasePhandles {
  private final Map<Integer, MutableNode> nodes = new HashMap<>();
  private long max;

  BasePhandles(MutableNode root) {
    root.forEach(this::add);
  }

  /** Adds a node, if it has a phandle. */
  void add(MutableNode node) {
    of(node)
        .ifPresent(
            phandle -> {
              nodes.putIfAbsent(phandle, node);
              max = Math.max(max, Integer.toUnsignedLong(phandle));
            });
  }

  static Optional<Integer> of(MutableNode node) {
    return Phandles.of(node::property);
  }

  Optional<MutableNode> node(int phandle) {
    return Optional.ofNullable(nodes.get(phandle));
  }

  /** The highest phandle, unsigned; 0 if there is none. */
  long max() {
    return max;
  }
}
