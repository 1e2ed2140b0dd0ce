package dev.okayd.fdt.lint.tree;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.dts.Compilation;
import dev.okayd.fdt.dts.source.NodeOrigin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A tree to check. The checks store their results in it, so it can be used only once. */
public final class LintTree {
  private final CheckedNode root;
  private final boolean overlay;
  private final Map<Integer, CheckedNode> byPhandle = new HashMap<>();

  private LintTree(Node root, NodeOrigin origin, boolean overlay) {
    this.root = new CheckedNode(root, origin);
    this.overlay = overlay;
    forEach(node -> node.phandle().ifPresent(phandle -> byPhandle.putIfAbsent(phandle, node)));
  }

  /**
   * The tree of a blob. A blob with fixups is an overlay ({@code dt_from_blob} in dtc's
   * flattree.c).
   */
  public static LintTree of(DeviceTree blob) {
    Node root = blob.root();
    boolean overlay =
        root.child("__fixups__").isPresent() || root.child("__local_fixups__").isPresent();
    return new LintTree(root, NodeOrigin.NONE, overlay);
  }

  /** The tree of a source text. */
  public static LintTree of(Compilation source) {
    return new LintTree(source.root(), source.origin(), source.overlay());
  }

  /** Whether the tree is an overlay, so that missing nodes may be in its base. */
  public boolean isOverlay() {
    return overlay;
  }

  /** Visits every node, parents first. */
  public void forEach(Consumer<CheckedNode> visitor) {
    visit(root, visitor);
  }

  private static void visit(CheckedNode node, Consumer<CheckedNode> visitor) {
    visitor.accept(node);
    node.children().forEach(child -> visit(child, visitor));
  }

  public static boolean isPhandle(int number) {
    return number != 0 && number != -1;
  }

  public Optional<CheckedNode> node(int phandle) {
    return Optional.ofNullable(byPhandle.get(phandle));
  }

  /**
   * The node at a path, found as by dtc's {@code get_node_by_path}: the empty path names the root,
   * a single slash names no node, and the leading slash is optional.
   */
  public Optional<CheckedNode> at(String path) {
    return below(root, path);
  }

  private static Optional<CheckedNode> below(CheckedNode node, String path) {
    if (path.isEmpty()) {
      return Optional.of(node);
    }
    String steps = path.replaceFirst("^/+", "");
    int slash = steps.indexOf('/');
    return slash < 0
        ? node.child(steps)
        : node.child(steps.substring(0, slash)).flatMap(n -> below(n, steps.substring(slash + 1)));
  }
}
