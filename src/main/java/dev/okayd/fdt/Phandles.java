package dev.okayd.fdt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The phandles of a tree (specification, §2.3.3; {@code linux,phandle} is the older name). */
final class Phandles {
  static final String PHANDLE = "phandle";
  static final String LINUX_PHANDLE = "linux,phandle";

  /** {@code FDT_MAX_PHANDLE} of libfdt: 0 and 0xffffffff are no phandles. */
  static final long MAX = 0xfffffffeL;

  private final Map<Integer, MutableNode> nodes = new HashMap<>();
  private long max;

  Phandles(MutableNode root) {
    root.forEach(this::add);
  }

  /** Knows this node too, if it has a phandle. */
  void add(MutableNode node) {
    of(node)
        .ifPresent(
            phandle -> {
              nodes.putIfAbsent(phandle, node);
              max = Math.max(max, Integer.toUnsignedLong(phandle));
            });
  }

  static Optional<Integer> of(MutableNode node) {
    return of(node::property);
  }

  static Optional<Integer> of(Node node) {
    return of(node::property);
  }

  private static Optional<Integer> of(Function<String, Optional<Property>> properties) {
    return properties
        .apply(PHANDLE)
        .or(() -> properties.apply(LINUX_PHANDLE))
        .flatMap(Phandles::value);
  }

  /** The number that a property of that name is, if it is one that a node may have. */
  static Optional<Integer> value(Property property) {
    return property.asCell().filter(phandle -> phandle != 0 && phandle != -1);
  }

  static boolean isPhandle(Property property) {
    return property.name().equals(PHANDLE) || property.name().equals(LINUX_PHANDLE);
  }

  Optional<MutableNode> node(int phandle) {
    return Optional.ofNullable(nodes.get(phandle));
  }

  /** The highest phandle, unsigned; 0 if there is none. */
  long max() {
    return max;
  }
}
