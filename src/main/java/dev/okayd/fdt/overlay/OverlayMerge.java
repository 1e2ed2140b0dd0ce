package dev.okayd.fdt.overlay;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Phandles;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.overlay.OverlayException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Merges overlays into a base tree by libfdt's rules ({@code fdt_overlay_apply}), as fdtoverlay and
 * boot loaders do. Unlike libfdt, it never changes the base or the overlay, even on failure.
 *
 * <p>As in libfdt and unlike in Linux, a name without unit address, in a path or in an overlay,
 * also matches a node with a unit address.
 */
public final class OverlayMerge {
  private static final Pattern IN_FRAGMENT = Pattern.compile("/([^/]+)/__overlay__((?:/.*)?)");

  private final MutableNode base;
  private final MutableNode overlay;
  private final BasePhandles basePhandles;

  /** Names of the added properties, in the order in which libfdt adds them. */
  private final List<String> addedNames = new ArrayList<>();

  private OverlayMerge(Node base, Node overlay) {
    this.base = MutableNode.copyOf(base);
    this.overlay = MutableNode.copyOf(overlay);
    this.basePhandles = new BasePhandles(this.base);
  }

  /** A fragment of the overlay and its {@code __overlay__} node. */
  private record Fragment(MutableNode node, MutableNode change) {}

  /**
   * Merges the overlays into the base in the given order, within {@link Limits#DEFAULT}.
   *
   * @throws OverlayException if an overlay cannot be merged
   */
  public static DeviceTree merge(DeviceTree base, List<DeviceTree> overlays) {
    return merge(base, overlays, Limits.DEFAULT);
  }

  /**
   * Merges the overlays into the base in the given order, within these limits. {@link FdtReader}
   * can read the result within the same limits.
   *
   * @throws OverlayException if an overlay cannot be merged
   */
  public static DeviceTree merge(DeviceTree base, List<DeviceTree> overlays, Limits limits) {
    DeviceTree tree = base;
    for (DeviceTree overlay : overlays) {
      tree = step(tree, overlay, limits).tree();
    }
    return tree;
  }

  /**
   * The result of merging one overlay.
   *
   * @param addedNames names of the added properties, in the order in which libfdt adds them
   */
  record Step(DeviceTree tree, List<String> addedNames) {}

  static Step step(DeviceTree base, DeviceTree overlay, Limits limits) {
    OverlayMerge merge = new OverlayMerge(base.root(), overlay.root());
    DeviceTree tree = new DeviceTree(merge.merged(), base.reservations(), base.bootCpu());
    checkSize(tree, limits);
    return new Step(tree, merge.addedNames);
  }

  private static void checkSize(DeviceTree tree, Limits limits) {
    limits
        .exceededBy(tree)
        .ifPresent(
            excess -> {
              throw new OverlayException(Kind.OVER_LIMIT, "The merged tree " + excess);
            });
  }

  /** Follows the order of libfdt, because each step sees the changes of the earlier ones. */
  private Node merged() {
    long highest = basePhandles.max();
    renumber(phandle -> shifted(phandle, highest));
    OverlayFixups.resolveLabels(overlay, base);
    List<Fragment> fragments = fragments();
    keepPhandlesOfBase(fragments);
    // an earlier fragment may add the target of a later one
    Map<String, String> targets = new HashMap<>();
    for (Fragment fragment : fragments) {
      MutableNode target = target(fragment.node());
      apply(fragment.change(), target);
      targets.put(fragment.node().name(), target.path());
    }
    exportSymbols(targets);
    return base.freeze();
  }

  private List<Fragment> fragments() {
    List<Fragment> fragments = new ArrayList<>();
    for (MutableNode candidate : overlay.children()) {
      candidate
          .child("__overlay__")
          .ifPresent(change -> fragments.add(new Fragment(candidate, change)));
    }
    return fragments;
  }

  private MutableNode target(MutableNode fragment) {
    return targetIfThere(fragment)
        .orElseThrow(
            () ->
                new OverlayException(
                    Kind.NOT_FOUND,
                    "The target of %s, %s, is not in the base"
                        .formatted(
                            fragment.path(),
                            targetPhandle(fragment)
                                .map("phandle 0x%x"::formatted)
                                .or(() -> targetPath(fragment))
                                .orElse("-"))));
  }

  /** {@code target} is a phandle and takes precedence over {@code target-path}. */
  private Optional<MutableNode> targetIfThere(MutableNode fragment) {
    Optional<Integer> phandle = targetPhandle(fragment);
    if (phandle.isPresent()) {
      return basePhandles.node(phandle.get());
    }
    String path =
        targetPath(fragment)
            .orElseThrow(
                () ->
                    new OverlayException(
                        Kind.BAD_OVERLAY,
                        "%s has neither target nor target-path".formatted(fragment.path())));
    return base.find(path);
  }

  /** Empty if the property is missing or 0; no node has phandle 0. */
  private static Optional<Integer> targetPhandle(MutableNode fragment) {
    return fragment
        .property("target")
        .map(
            target ->
                target
                    .asCell()
                    .filter(cell -> cell != -1)
                    .orElseThrow(
                        () ->
                            new OverlayException(
                                Kind.BAD_PHANDLE,
                                "The target of %s is not a phandle".formatted(fragment.path()))))
        .filter(phandle -> phandle != 0);
  }

  private static Optional<String> targetPath(MutableNode fragment) {
    return fragment.property("target-path").flatMap(Property::asString);
  }

  /**
   * If the overlay changes a node that already has a phandle, the node keeps the number of the
   * base, because other nodes refer to it. The references of the overlay are changed to that number
   * (libfdt 1.7, {@code overlay_prevent_phandle_overwrite}).
   */
  private void keepPhandlesOfBase(List<Fragment> fragments) {
    Map<Integer, Integer> kept = new HashMap<>();
    for (Fragment fragment : fragments) {
      targetIfThere(fragment.node())
          .ifPresent(target -> collectKept(fragment.change(), target, kept));
    }
    if (!kept.isEmpty()) {
      renumber(phandle -> kept.getOrDefault(phandle, phandle));
    }
  }

  private static void collectKept(
      MutableNode change, MutableNode target, Map<Integer, Integer> kept) {
    Optional<Integer> inBase = BasePhandles.of(target);
    Optional<Integer> inOverlay = BasePhandles.of(change);
    if (inBase.isPresent() && inOverlay.isPresent()) {
      kept.put(inOverlay.get(), inBase.get());
    }
    for (MutableNode child : change.children()) {
      target.child(child.name()).ifPresent(same -> collectKept(child, same, kept));
    }
  }

  /** Changes the phandles of the overlay's nodes and its references to them. */
  private void renumber(IntUnaryOperator change) {
    overlay.forEach(
        node ->
            Stream.of(Phandles.PHANDLE, Phandles.LINUX_PHANDLE)
                .flatMap(name -> node.property(name).stream())
                .forEach(property -> node.put(renumbered(node, property, change))));
    OverlayFixups.renumberReferences(overlay, change);
  }

  private static Property renumbered(MutableNode node, Property property, IntUnaryOperator change) {
    int phandle =
        property
            .asCell()
            .orElseThrow(
                () ->
                    new OverlayException(
                        Kind.BAD_PHANDLE,
                        "%s of %s has %d bytes, a phandle has 4"
                            .formatted(property.name(), node.path(), property.length())));
    return Property.cells(property.name(), change.applyAsInt(phandle));
  }

  /** Shifts a phandle of the overlay above those of the base. */
  private static int shifted(int phandle, long highest) {
    long shifted = Integer.toUnsignedLong(phandle) + highest;
    if (shifted > Phandles.MAX) {
      throw new OverlayException(
          Kind.NO_PHANDLES, "No phandles are left above 0x%x".formatted(highest));
    }
    return (int) shifted;
  }

  private void put(Property property, MutableNode target) {
    if (target.put(property)) {
      addedNames.add(property.name());
    }
  }

  private void apply(MutableNode change, MutableNode target) {
    change.properties().forEach(property -> put(property, target));
    basePhandles.add(target);
    for (MutableNode child : change.children()) {
      apply(child, target.childOrNew(child.name()));
    }
  }

  /**
   * Adds the overlay's labels to those of the base, for later overlays to refer to.
   *
   * @param targets path of each fragment's target, by fragment name
   */
  private void exportSymbols(Map<String, String> targets) {
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
                          Kind.BAD_OVERLAY,
                          "The value of label \"%s\" is not a path".formatted(symbol.name())));
      Matcher inFragment = IN_FRAGMENT.matcher(path);
      if (inFragment.matches()) {
        String target =
            overlay
                .child(inFragment.group(1))
                .flatMap(fragment -> Optional.ofNullable(targets.get(fragment.name())))
                .orElseThrow(
                    () ->
                        new OverlayException(
                            Kind.BAD_OVERLAY,
                            "Label \"%s\" names %s, but the overlay has no such fragment"
                                .formatted(symbol.name(), path)));
        String below = inFragment.group(2);
        put(
            Property.strings(
                symbol.name(), target.equals("/") && !below.isEmpty() ? below : target + below),
            baseSymbols);
      }
    }
  }
}
