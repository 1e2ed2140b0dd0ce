package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.overlay.OverlayException.Kind;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The two lists of phandle references in an overlay (dtc's Documentation/dt-object-internal.txt):
 * {@code __fixups__} lists the references to labels of the base, {@code __local_fixups__} the
 * references to nodes of the overlay itself.
 */
final class OverlayFixups {
  private OverlayFixups() {}

  /** Replaces references to labels of the base with the phandles of the labelled nodes. */
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
                          "The fixup of label \"%s\" is not a list of strings"
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
                        "The overlay refers to label \"%s\", which the base does not have; was the base compiled with -@?"
                            .formatted(label)));
    return base.find(path)
        .flatMap(BasePhandles::of)
        .orElseThrow(
            () ->
                new OverlayException(
                    Kind.NOT_FOUND,
                    "Label \"%s\" names %s, which has no phandle in the base"
                        .formatted(label, path)));
  }

  /** Applies one fixup; {@code place} has the form path:property:offset. */
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
        "Fixup \"%s\" of label \"%s\" is not a place in the overlay".formatted(place, label));
  }

  /** Renumbers every reference of the overlay to one of its own nodes. */
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
                          "Local fixup %s is not a list of offsets".formatted(fixup.name())));
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
