package dev.okayd.fdt;

import java.util.Optional;
import java.util.function.Function;

/** Phandles of nodes (specification, §2.3.3; {@code linux,phandle} is the older name). */
public final class Phandles {
  /** The property of a node that holds its phandle. */
  public static final String PHANDLE = "phandle";

  /** The older name of that property. */
  public static final String LINUX_PHANDLE = "linux,phandle";

  /** {@code FDT_MAX_PHANDLE} of libfdt: 0 and 0xffffffff are not phandles. */
  public static final long MAX = 0xfffffffeL;

  private Phandles() {}

  static Optional<Integer> of(Node node) {
    return of(node::property);
  }

  /** The phandle of a node with these properties, if it has one. */
  public static Optional<Integer> of(Function<String, Optional<Property>> properties) {
    return properties
        .apply(PHANDLE)
        .or(() -> properties.apply(LINUX_PHANDLE))
        .flatMap(Phandles::value);
  }

  /** The number that a phandle property holds, if it is a valid phandle. */
  public static Optional<Integer> value(Property property) {
    return property.asCell().filter(phandle -> phandle != 0 && phandle != -1);
  }

  /** Whether a property holds the phandle of its node. */
  public static boolean isPhandle(Property property) {
    return property.name().equals(PHANDLE) || property.name().equals(LINUX_PHANDLE);
  }
}
