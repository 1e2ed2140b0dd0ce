package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Phandles;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the phandles of a blob while the reader reads it. A phandle is one cell, is neither 0 nor
 * 0xffffffff, and belongs to one node only (specification, §2.3.3, and dtc's check
 * explicit_phandles). With an ambiguous phandle a device could be wired to the wrong controller.
 */
final class DtbPhandleCheck {
  private final Set<Integer> seen = new HashSet<>();

  /** An invalid phandle. */
  record Fault(Kind kind, String message) {}

  /**
   * Checks one more property of a node, given its earlier properties; empty if the property is
   * valid.
   */
  Optional<Fault> faultOf(Property property, Iterable<Property> earlier) {
    if (!Phandles.isPhandle(property)) {
      return Optional.empty();
    }
    Optional<Integer> phandle = Phandles.value(property);
    if (phandle.isEmpty()) {
      return fault(
          "%s must be a number of four bytes other than 0 and 0xffffffff"
              .formatted(property.name()));
    }
    for (Property other : earlier) {
      if (Phandles.isPhandle(other)) {
        return Phandles.value(other).equals(phandle)
            ? Optional.empty()
            : fault("phandle and linux,phandle of a node must be the same number");
      }
    }
    return seen.add(phandle.get())
        ? Optional.empty()
        : fault("Phandle 0x%x already belongs to an earlier node".formatted(phandle.get()));
  }

  private static Optional<Fault> fault(String message) {
    return Optional.of(new Fault(Kind.BAD_PHANDLE, message));
  }
}
