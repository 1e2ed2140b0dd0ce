package dev.okayd.fdt.linux.resolver;

import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.OverlayProperty;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives an overlay phandles that the live tree does not have (drivers/of/resolver.c): adds the
 * highest phandle of the live tree plus 1 to each of the overlay's phandles. libfdt adds one less.
 */
public final class PhandleAdjustment {
  private final int delta;
  private final PredictionBuilder prediction;

  private PhandleAdjustment(int delta, PredictionBuilder prediction) {
    this.delta = delta;
    this.prediction = prediction;
  }

  public static void raise(OverlayNode overlay, TreeIndex live, PredictionBuilder prediction) {
    PhandleAdjustment adjustment = new PhandleAdjustment(live.highestPhandle() + 1, prediction);
    adjustment.raiseNodes(overlay);
    for (OverlayNode child : overlay.children()) {
      if (CStrings.baseName(child.name()).equals("__local_fixups__")) {
        adjustment.raiseReferences(child, overlay);
        return;
      }
    }
  }

  /** {@code adjust_overlay_phandles}. */
  private void raiseNodes(OverlayNode node) {
    if (node.phandle() != 0 && node.phandle() != TreeIndex.ILLEGAL_PHANDLE) {
      node.setPhandle(node.phandle() + delta);
    }
    for (OverlayProperty property : node.properties()) {
      boolean isPhandle =
          property.name().equals("phandle") || property.name().equals("linux,phandle");
      if (isPhandle
          && property.length() >= Integer.BYTES
          && property.cell(0) != TreeIndex.ILLEGAL_PHANDLE) {
        property.setCell(0, node.phandle());
      }
    }
    node.children().forEach(this::raiseNodes);
  }

  /**
   * {@code adjust_local_phandle_references}: the tree of fixups mirrors the tree of the overlay.
   */
  private void raiseReferences(OverlayNode fixups, OverlayNode node) {
    for (OverlayProperty fixup : fixups.properties()) {
      switch (fixup.name()) {
        case "name", "phandle", "linux,phandle" -> {}
        default -> raiseReferences(fixups, fixup, node);
      }
    }
    Map<String, OverlayNode> children = new HashMap<>();
    node.children().forEach(c -> children.putIfAbsent(CStrings.folded(c.name()), c));
    for (OverlayNode child : fixups.children()) {
      OverlayNode same =
          Optional.ofNullable(children.get(CStrings.folded(child.name())))
              .orElseThrow(
                  () ->
                      invalid(
                          "%s has no counterpart in the overlay; recompile the overlay"
                              .formatted(child.path())));
      raiseReferences(child, same);
    }
  }

  private void raiseReferences(OverlayNode fixups, OverlayProperty fixup, OverlayNode node) {
    String place = fixups.path() + "/" + fixup.name();
    if (fixup.length() == 0 || fixup.length() % Integer.BYTES != 0) {
      throw invalid(
          "%s has %d bytes, but must be a list of 32-bit offsets".formatted(place, fixup.length()));
    }
    OverlayProperty property =
        node.property(fixup.name())
            .orElseThrow(
                () ->
                    invalid(
                        "%s names a property that %s does not have"
                            .formatted(place, named(node.path()))));
    for (int at = 0; at < fixup.length(); at += Integer.BYTES) {
      raise(property, fixup.cell(at), place);
    }
  }

  private void raise(OverlayProperty property, int offset, String place) {
    if (offset < 0 || offset > property.length() - Integer.BYTES) {
      // the kernel's check is unsigned: for the highest offsets, offset plus 4 wraps and passes
      if (offset < 0 && offset + Integer.BYTES >= 0) {
        prediction.hazard(
            Hazard.Kind.KERNEL_CRASH,
            "%s makes the kernel write outside of the overlay: do not apply it".formatted(place));
      }
      throw invalid(
          "%s names byte %s of a property of %d bytes"
              .formatted(place, Integer.toUnsignedString(offset), property.length()));
    }
    property.setCell(offset, property.cell(offset) + delta);
  }

  private static String named(String path) {
    return path.isEmpty() ? "/" : path;
  }

  private static ErrnoException invalid(String reason) {
    return new ErrnoException(Errno.EINVAL, "local fixup " + reason);
  }
}
