package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AddProperty;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AttachNode;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.UpdateProperty;
import dev.okayd.fdt.linux.changeset.OverlayFragments.Fragment;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.OverlayProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns fragments into a changeset ({@code build_changeset} of drivers/of/overlay.c). */
public final class ChangesetBuilder {
  private final TreeIndex live;
  private final Set<NodePath> fromOverlays;
  private final PredictionBuilder prediction;
  private final List<ChangesetEntry> entries = new ArrayList<>();
  private final Map<NodePath, Target> targets = new HashMap<>();

  /**
   * Creates a builder.
   *
   * @param fromOverlays nodes of the live tree that overlays have added; the kernel frees changed
   *     properties of these nodes
   */
  public ChangesetBuilder(
      TreeIndex live, Set<NodePath> fromOverlays, PredictionBuilder prediction) {
    this.live = live;
    this.fromOverlays = fromOverlays;
    this.prediction = prediction;
  }

  /** The entries so far; for a refused overlay, the entries until the error. */
  public Changeset changeset() {
    return new Changeset(entries);
  }

  public void build(OverlayNode root, OverlayFragments fragments) {
    for (Fragment fragment : fragments.changes()) {
      Target target = live(fragment.target());
      int before = entries.size();
      addLevel(target, fragment.overlay());
      if (entries.size() == before) {
        prediction.withoutEffect(fragment.target(), NoEffect.Why.NOTHING_CHANGES);
      }
    }
    fragments.symbols().ifPresent(symbols -> symbols(root, fragments, symbols));
    DuplicateEntryCheck.check(changeset(), prediction.log());
  }

  /**
   * The node that a level of the overlay changes.
   *
   * @param path path of the node
   * @param properties properties of the node by name; empty if the live tree does not have the node
   * @param children children of the node by folded name, because the kernel ignores their case
   * @param isLive whether the live tree has the node
   */
  private record Target(
      NodePath path,
      Map<String, Property> properties,
      Map<String, Node> children,
      boolean isLive) {}

  private Target live(NodePath path) {
    return targets.computeIfAbsent(path, p -> live(p, live.find(p).orElseThrow()));
  }

  private static Target live(NodePath path, Node node) {
    return new Target(
        path,
        node.properties().stream()
            .collect(Collectors.toMap(Property::name, Function.identity(), (first, next) -> first)),
        node.children().stream()
            .collect(
                Collectors.toMap(
                    child -> CStrings.folded(child.name()),
                    Function.identity(),
                    (first, next) -> first)),
        true);
  }

  private static Target added(NodePath path) {
    return new Target(path, Map.of(), new HashMap<>(), false);
  }

  private void addLevel(Target target, OverlayNode overlay) {
    overlay.properties().forEach(property -> property(target, property));
    overlay.children().forEach(child -> node(target, child));
  }

  /** {@code add_changeset_property}. */
  private void property(Target target, OverlayProperty property) {
    if (target.isLive() && isIgnored(property.name())) {
      return;
    }
    Optional<Property> old = Optional.ofNullable(target.properties().get(property.name()));
    Property resolved = property.resolved();
    if (old.isPresent() && isCells(property.name())) {
      checkCells(target, old.get(), resolved);
      return;
    }
    entries.add(
        old.<ChangesetEntry>map(value -> new UpdateProperty(target.path(), value, resolved))
            .orElseGet(() -> new AddProperty(target.path(), resolved)));
    warnAboutLeak(target, property.name());
  }

  private static boolean isIgnored(String name) {
    return switch (name) {
      case "name", "phandle", "linux,phandle" -> true;
      default -> false;
    };
  }

  private static boolean isCells(String name) {
    return name.equals("#address-cells") || name.equals("#size-cells");
  }

  private void checkCells(Target target, Property old, Property wanted) {
    if (!old.equals(wanted)) {
      prediction
          .log()
          .overlay(
              "ERROR: changing value of %s is not allowed in %s"
                  .formatted(wanted.name(), LiveNodeLookup.printed(target.path())));
      throw new ErrnoException(
          Errno.EINVAL,
          "it changes %s of %s, which determines how the kernel reads the nodes below it"
              .formatted(wanted.name(), target.path()));
    }
  }

  private void warnAboutLeak(Target target, String property) {
    if (target.isLive() && !fromOverlays.contains(target.path())) {
      String name = LiveNodeLookup.printed(target.path()) + "/" + property;
      prediction.leak(name);
      prediction
          .log()
          .overlay("WARNING: memory leak will occur if overlay removed, property: " + name);
    }
  }

  /** {@code add_changeset_node}. */
  private void node(Target parent, OverlayNode node) {
    Optional<Node> same = Optional.ofNullable(parent.children().get(CStrings.folded(node.name())));
    if (same.isEmpty()) {
      NodePath path = parent.path().child(node.name());
      entries.add(new AttachNode(path));
      addLevel(added(path), node);
      return;
    }
    NodePath path = parent.path().child(same.get().name());
    if (node.phandle() != 0 && same.get().phandle().isPresent()) {
      throw new ErrnoException(
          Errno.EINVAL,
          "%s has a phandle, and so does %s of the live tree: refer to that node by its label in the live tree, or by path"
              .formatted(node.path(), path));
    }
    addLevel(live(path), node);
  }

  /** {@code build_changeset_symbols_node}. */
  private void symbols(OverlayNode root, OverlayFragments fragments, OverlayNode symbols) {
    SymbolPaths paths = new SymbolPaths(root, fragments.changes());
    Target target = live(OverlayFragments.SYMBOLS);
    for (OverlayProperty symbol : symbols.properties()) {
      if (isIgnored(symbol.name())) {
        continue;
      }
      if (target.properties().containsKey(symbol.name())) {
        throw new ErrnoException(
            Errno.EINVAL,
            "it defines label %s, which the live tree already has: rename the label"
                .formatted(symbol.name()));
      }
      entries.add(new AddProperty(target.path(), paths.inLiveTree(symbol)));
      warnAboutLeak(target, symbol.name());
    }
  }
}
