package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.overlay.OverlayException.Kind;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The two lists of an overlay that say where phandles stand in it (dtc's
 * Documentation/dt-object-internal.txt): {@code __fixups__} names places that wait for a label of
 * the base, {@code __local_fixups__} places that name nodes of the overlay.
 */
final class OverlayFixups {
  private OverlayFixups() {}

  /** Writes the base's phandles into the places that wait for its labels. */
  static void resolveLabels(MutableNode overlay, MutableNode base) {
    @Nullable MutableNode fixups = overlay.child("__fixups__").orElse(null);
    if (fixups == null) {
      return;
    }
    CellPatches patches = new CellPatches();
    for (Property fixup : fixups.properties()) {
      int phandle = phandleOfLabel(base, fixup.name());
      List<String> places =
          fixup
              .asStrings()
              .orElseThrow(
                  () ->
                      new OverlayException(
                          Kind.BAD_OVERLAY,
                          "The fixup of label \"%s\" is no list of strings"
                              .formatted(fixup.name())));
      for (String place : places) {
        resolve(overlay, fixup.name(), place, phandle, patches);
      }
    }
    patches.write();
  }

  private static int phandleOfLabel(MutableNode base, String label) {
    String path =
        base.child("__symbols__")
            .flatMap(symbols -> symbols.property(label))
            .flatMap(Property::asString)
            .orElseThrow(
                () ->
                    new OverlayException(
                        Kind.NOT_FOUND,
                        "The overlay wants label \"%s\", which the base does not have; was it compiled with -@?"
                            .formatted(label)));
    return base.find(path)
        .flatMap(BasePhandles::of)
        .orElseThrow(
            () ->
                new OverlayException(
                    Kind.NOT_FOUND,
                    "Label \"%s\" is %s, which has no phandle in the base".formatted(label, path)));
  }

  /** {@code place} is path:property:offset. */
  private static void resolve(
      MutableNode overlay, String label, String place, int phandle, CellPatches patches) {
    String[] parts = place.split(":", -1);
    if (parts.length != 3 || !parts[0].startsWith("/") || parts[1].isEmpty()) {
      throw malformed(label, place);
    }
    int offset;
    try {
      offset = Integer.parseUnsignedInt(parts[2]);
    } catch (NumberFormatException e) {
      throw malformed(label, place);
    }
    MutableNode node = overlay.find(parts[0]).orElseThrow(() -> malformed(label, place));
    patches.patch(node, parts[1], offset, ignored -> phandle);
  }

  private static OverlayException malformed(String label, String place) {
    return new OverlayException(
        Kind.BAD_OVERLAY,
        "Fixup \"%s\" of label \"%s\" does not name a place in the overlay"
            .formatted(place, label));
  }

  /** Rewrites every reference from the overlay to a node of its own. */
  static void renumberReferences(MutableNode overlay, IntUnaryOperator renumber) {
    CellPatches patches = new CellPatches();
    overlay
        .child("__local_fixups__")
        .ifPresent(fixups -> renumberReferences(fixups, overlay, renumber, patches));
    patches.write();
  }

  private static void renumberReferences(
      MutableNode fixups, MutableNode node, IntUnaryOperator renumber, CellPatches patches) {
    for (Property fixup : fixups.properties()) {
      int[] offsets =
          fixup
              .asCells()
              .orElseThrow(
                  () ->
                      new OverlayException(
                          Kind.BAD_OVERLAY,
                          "Local fixup %s is no list of offsets".formatted(fixup.name())));
      if (node.property(fixup.name()).isEmpty()) {
        throw new OverlayException(
            Kind.BAD_OVERLAY,
            "A local fixup names property %s of %s, which the overlay does not have"
                .formatted(fixup.name(), node.path()));
      }
      for (int offset : offsets) {
        patches.patch(node, fixup.name(), offset, renumber);
      }
    }
    for (MutableNode child : fixups.children()) {
      MutableNode same =
          node.child(child.name())
              .orElseThrow(
                  () ->
                      new OverlayException(
                          Kind.BAD_OVERLAY,
                          "A local fixup names %s, which the overlay does not have"
                              .formatted(child.path())));
      renumberReferences(child, same, renumber, patches);
    }
  }
}
