package dev.okayd.fdt;

import dev.okayd.fdt.OverlayException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges overlays into a base tree by libfdt's rules ({@code fdt_overlay_apply}): what fdtoverlay
 * does, and what a boot loader does. Unlike libfdt it changes neither the base nor the overlay,
 * whatever happens.
 */
public final class OverlayMerge {
  private final MutableNode base;
  private final MutableNode overlay;
  private final Phandles basePhandles;

  private OverlayMerge(Node base, Node overlay) {
    this.base = MutableNode.copyOf(base);
    this.overlay = MutableNode.copyOf(overlay);
    this.basePhandles = new Phandles(this.base);
  }

  /** A fragment of the overlay: the change, and the node of the base that it changes. */
  private record Fragment(String name, MutableNode change, MutableNode target) {}

  /**
   * The base with the overlays merged in, in their order.
   *
   * @throws OverlayException if one cannot be merged
   */
  public static DeviceTree merge(DeviceTree base, List<DeviceTree> overlays) {
    Node root = base.root();
    for (DeviceTree overlay : overlays) {
      root = new OverlayMerge(root, overlay.root()).merged();
    }
    return new DeviceTree(root, base.reservations(), base.bootCpu());
  }

  private Node merged() {
    OverlayFixups.resolveLabels(overlay, base);
    List<Fragment> fragments = fragments();
    renumberPhandles(fragments);
    for (Fragment fragment : fragments) {
      apply(fragment.change(), fragment.target());
    }
    exportSymbols(fragments);
    return base.freeze();
  }

  private List<Fragment> fragments() {
    List<Fragment> fragments = new ArrayList<>();
    for (MutableNode candidate : overlay.children()) {
      candidate
          .child("__overlay__")
          .ifPresent(
              change -> fragments.add(new Fragment(candidate.name(), change, target(candidate))));
    }
    return fragments;
  }

  /** {@code target} is a phandle and goes before {@code target-path}. */
  private MutableNode target(MutableNode fragment) {
    Optional<Property> byPhandle = fragment.property("target");
    if (byPhandle.isPresent()) {
      int phandle =
          byPhandle
              .get()
              .asCell()
              .filter(cell -> cell != 0 && cell != -1)
              .orElseThrow(
                  () ->
                      new OverlayException(
                          Kind.BAD_PHANDLE,
                          "The target of %s is no phandle".formatted(fragment.path())));
      return basePhandles
          .node(phandle)
          .orElseThrow(
              () ->
                  new OverlayException(
                      Kind.NOT_FOUND,
                      "The target of %s, phandle 0x%x, is not in the base"
                          .formatted(fragment.path(), phandle)));
    }
    String path =
        fragment
            .property("target-path")
            .flatMap(Property::asString)
            .orElseThrow(
                () ->
                    new OverlayException(
                        Kind.BAD_OVERLAY,
                        "%s has neither target nor target-path".formatted(fragment.path())));
    if (!path.startsWith("/")) {
      throw new OverlayException(
          Kind.BAD_OVERLAY,
          "The target-path of %s, \"%s\", is not absolute".formatted(fragment.path(), path));
    }
    return base.find(path)
        .orElseThrow(
            () ->
                new OverlayException(
                    Kind.NOT_FOUND,
                    "The target of %s, %s, is not in the base".formatted(fragment.path(), path)));
  }

  /**
   * Moves the overlay's phandles above the base's. Where the overlay changes a node that has a
   * phandle already, the base's number stays and the overlay's references follow it: others refer
   * to it (libfdt 1.7, {@code overlay_prevent_phandle_overwrite}).
   */
  private void renumberPhandles(List<Fragment> fragments) {
    Map<Integer, Integer> kept = new HashMap<>();
    for (Fragment fragment : fragments) {
      collectKept(fragment.change(), fragment.target(), kept);
    }
    overlay.forEach(
        node ->
            node.properties().stream()
                .filter(Phandles::isPhandle)
                .forEach(
                    property ->
                        property
                            .asCell()
                            .ifPresent(
                                phandle ->
                                    node.put(property.withCell(0, renumber(phandle, kept))))));
    OverlayFixups.renumberReferences(overlay, phandle -> renumber(phandle, kept));
  }

  private static void collectKept(
      MutableNode change, MutableNode target, Map<Integer, Integer> kept) {
    Optional<Integer> inBase = Phandles.of(target);
    Optional<Integer> inOverlay = Phandles.of(change);
    if (inBase.isPresent() && inOverlay.isPresent()) {
      kept.put(inOverlay.get(), inBase.get());
    }
    for (MutableNode child : change.children()) {
      target.child(child.name()).ifPresent(same -> collectKept(child, same, kept));
    }
  }

  private int renumber(int phandle, Map<Integer, Integer> kept) {
    Integer baseNumber = kept.get(phandle);
    if (baseNumber != null) {
      return baseNumber;
    }
    long moved = Integer.toUnsignedLong(phandle) + basePhandles.max();
    if (moved > Phandles.MAX) {
      throw new OverlayException(
          Kind.NO_PHANDLES, "No phandles are left above 0x%x".formatted(basePhandles.max()));
    }
    return (int) moved;
  }

  private static void apply(MutableNode change, MutableNode target) {
    change.properties().forEach(target::put);
    for (MutableNode child : change.children()) {
      apply(child, target.childOrNew(child.name()));
    }
  }

  /** Adds the overlay's labels to the base's, so that a later overlay finds them. */
  private void exportSymbols(List<Fragment> fragments) {
    Optional<MutableNode> symbols = overlay.child("__symbols__");
    if (symbols.isEmpty()) {
      return;
    }
    MutableNode baseSymbols = base.childOrNew("__symbols__");
    for (Property symbol : symbols.get().properties()) {
      String path =
          symbol
              .asString()
              .filter(p -> p.startsWith("/"))
              .orElseThrow(
                  () ->
                      new OverlayException(
                          Kind.BAD_OVERLAY, "Label \"%s\" is no path".formatted(symbol.name())));
      for (Fragment fragment : fragments) {
        String prefix = "/" + fragment.name() + "/__overlay__";
        if (path.equals(prefix) || path.startsWith(prefix + "/")) {
          String target = fragment.target().path();
          String below = path.substring(prefix.length());
          baseSymbols.put(
              Property.strings(
                  symbol.name(), target.equals("/") && !below.isEmpty() ? below : target + below));
        }
      }
    }
  }
}
