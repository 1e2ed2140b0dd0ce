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
 * The fragments and labels of an overlay ({@code init_overlay_changeset} of drivers/of/overlay.c).
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
      Optional<OverlayNode> symbols = root.childByBaseName("__symbols__");
      if (symbols.isPresent() && live.find(SYMBOLS).isEmpty()) {
        log.overlay("symbols in overlay, but not in live tree");
        throw invalid(
            "it defines labels, but the live tree has no /__symbols__ for them: compile the overlay without -@, or the base with -@");
      }
      if (changes.isEmpty() && symbols.isEmpty()) {
        log.overlay("no fragments or symbols in overlay");
        throw invalid("it has no fragment: no child of its root has an __overlay__ node");
      }
      return new OverlayFragments(changes, symbols);
    } catch (ErrnoException error) {
      log.overlay("init_overlay_changeset() failed, ret = " + error.errno().number());
      throw error;
    }
  }

  private static List<Fragment> changes(OverlayNode root, TreeIndex live, KernelLog log) {
    List<Fragment> changes = new ArrayList<>();
    for (OverlayNode candidate : root.children()) {
      Optional<OverlayNode> overlay = candidate.childByBaseName(OVERLAY);
      if (overlay.isPresent()) {
        changes.add(new Fragment(overlay.get(), target(candidate, live, log)));
      }
    }
    return changes;
  }

  /**
   * {@code find_target}: {@code target} takes precedence over {@code target-path}. Unlike in
   * libfdt, 0 counts as a phandle, but no node has it.
   */
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
                return invalid(
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
                return invalid(
                    "target-path of %s is \"%s\", which the live tree does not have; Linux requires full node names, including unit addresses"
                        .formatted(fragment.path(), path.get()));
              });
    }
    log.overlay("find target, node: %s, no target property".formatted(fragment.path()));
    throw invalid("%s has neither target nor target-path".formatted(fragment.path()));
  }

  private static ErrnoException invalid(String reason) {
    return new ErrnoException(Errno.EINVAL, reason);
  }
}
