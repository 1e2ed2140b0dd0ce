package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Phandles;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The phandles of a blob while it is read: one cell, neither 0 nor 0xffffffff, and the number of
 * one node only (specification, §2.3.3, and dtc's check explicit_phandles). Whoever took the other
 * node for the one that is meant would wire a device to the wrong controller.
 */
final class DtbPhandleCheck {
  private final Set<Integer> seen = new HashSet<>();

  /** What is wrong. */
  record Fault(Kind kind, String message) {}

  /** What is wrong with one more property of a node, whose earlier ones are given. */
  Optional<Fault> faultOf(Property property, Iterable<Property> earlier) {
    if (!Phandles.isPhandle(property)) {
      return Optional.empty();
    }
    Optional<Integer> phandle = Phandles.value(property);
    if (phandle.isEmpty()) {
      return fault(
          "%s is a number of four bytes other than 0 and 0xffffffff".formatted(property.name()));
    }
    for (Property other : earlier) {
      if (Phandles.isPhandle(other)) {
        return Phandles.value(other).equals(phandle)
            ? Optional.empty()
            : fault("phandle and linux,phandle of a node are the same number");
      }
    }
    return seen.add(phandle.get())
        ? Optional.empty()
        : fault("Phandle 0x%x is that of an earlier node".formatted(phandle.get()));
  }

  private static Optional<Fault> fault(String message) {
    return Optional.of(new Fault(Kind.BAD_PHANDLE, message));
  }
}
