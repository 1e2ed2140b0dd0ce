package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.KernelLog;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of an overlay and their targets ({@code init_overlay_changeset} of
 * drivers/of/overlay.c).
 *
 * @param changes the fragments
 * @param symbols the overlay's labels
 */
public record OverlayFragments(List<Fragment> changes, Optional<OverlayNode> symbols) {
  static final NodePath SYMBOLS = new NodePath(List.of("__symbols__"));

  private static final String OVERLAY = "__overlay__";

  /**
   * One fragment.
   *
   * @param overlay its {@code __overlay__} node
   * @param target the node of the live tree that it changes
   */
  record Fragment(OverlayNode overlay, NodePath target) {}

  public static OverlayFragments of(OverlayNode root, TreeIndex live, KernelLog log) {
    try {
      List<Fragment> changes = changes(root, live, log);
      Optional<OverlayNode> symbols = root.childByStem("__symbols__");
      if (symbols.isPresent() && live.find(SYMBOLS).isEmpty()) {
        log.overlay("symbols in overlay, but not in live tree");
        throw refused(
            "it brings labels, and the live tree has no /__symbols__ to take them: compile the overlay without -@, or the base with it");
      }
      if (changes.isEmpty() && symbols.isEmpty()) {
        log.overlay("no fragments or symbols in overlay");
        throw refused("it has no fragment: no node below its root has an __overlay__");
      }
      return new OverlayFragments(changes, symbols);
    } catch (ErrnoException refusal) {
      log.overlay("init_overlay_changeset() failed, ret = " + refusal.errno().number());
      throw refusal;
    }
  }

  private static List<Fragment> changes(OverlayNode root, TreeIndex live, KernelLog log) {
    List<Fragment> changes = new ArrayList<>();
    for (OverlayNode candidate : root.children()) {
      Optional<OverlayNode> overlay = candidate.childByStem(OVERLAY);
      if (overlay.isPresent()) {
        changes.add(new Fragment(overlay.get(), target(candidate, live, log)));
      }
    }
    return changes;
  }

  /** {@code find_target}: the phandle first. Unlike in libfdt, 0 is one, and nobody's. */
  private static NodePath target(OverlayNode fragment, TreeIndex live, KernelLog log) {
    Optional<Integer> phandle =
        fragment.property("target").flatMap(target -> CStrings.firstCell(target.value()));
    if (phandle.isPresent()) {
      return live.byPhandle(phandle.get())
          .orElseThrow(
              () -> {
                log.overlay(
                    "find target, node: %s, phandle 0x%x not found"
                        .formatted(fragment.path(), phandle.get()));
                return refused(
                    "target of %s is phandle 0x%x, which no node of the live tree has"
                        .formatted(fragment.path(), phandle.get()));
              });
    }
    Optional<String> path =
        fragment.property("target-path").flatMap(target -> CStrings.read(target.value()));
    if (path.isPresent()) {
      return LiveNodeLookup.byPath(live, path.get())
          .orElseThrow(
              () -> {
                log.overlay(
                    "find target, node: %s, path '%s' not found"
                        .formatted(fragment.path(), path.get()));
                return refused(
                    "target-path of %s is \"%s\", which the live tree does not have; Linux wants whole node names, unit addresses included"
                        .formatted(fragment.path(), path.get()));
              });
    }
    log.overlay("find target, node: %s, no target property".formatted(fragment.path()));
    throw refused("%s has neither target nor target-path".formatted(fragment.path()));
  }

  private static ErrnoException refused(String reason) {
    return new ErrnoException(Errno.EINVAL, reason);
  }
}
