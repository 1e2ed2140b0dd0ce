package dev.okayd.fdt.linux.base;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds nodes of the live tree as the kernel does (drivers/of/base.c). */
public final class LiveNodeLookup {
  private static final NodePath ALIASES = new NodePath(List.of("aliases"));

  /** Bounds aliases that begin with an alias; Linux follows cycles until its stack overflows. */
  private static final int MAX_ALIASES = 8;

  private LiveNodeLookup() {}

  /**
   * {@code of_find_node_by_path}: names must match exactly, including unit addresses. Text after a
   * colon is not part of the path. A path without a leading slash begins with an alias.
   */
  public static Optional<NodePath> byPath(TreeIndex live, String path) {
    return byPath(live, path, MAX_ALIASES);
  }

  private static Optional<NodePath> byPath(TreeIndex live, String path, int aliasesLeft) {
    String withoutOptions = path.split(":", 2)[0];
    if (path.equals("/")) {
      return Optional.of(NodePath.ROOT);
    }
    if (withoutOptions.startsWith("/")) {
      return below(live, NodePath.ROOT, withoutOptions);
    }
    int slash = withoutOptions.indexOf('/');
    String alias = slash < 0 ? withoutOptions : withoutOptions.substring(0, slash);
    if (aliasesLeft == 0) {
      return Optional.empty();
    }
    return live.find(ALIASES)
        .flatMap(aliases -> aliases.property(alias))
        .map(Property::value)
        .flatMap(CStrings::read)
        .flatMap(target -> byPath(live, target, aliasesLeft - 1))
        .flatMap(node -> below(live, node, withoutOptions.substring(alias.length())));
  }

  private static Optional<NodePath> below(TreeIndex live, NodePath start, String relative) {
    if (relative.isEmpty()) {
      return Optional.of(start);
    }
    List<String> names = new ArrayList<>(start.names());
    names.addAll(Arrays.asList(relative.substring(1).split("/", -1)));
    return Optional.of(new NodePath(names)).filter(path -> live.find(path).isPresent());
  }

  /** The path as {@code %pOF} prints it: empty for the root of a flattened tree. */
  public static String printed(NodePath path) {
    return path.names().isEmpty() ? "" : path.toString();
  }
}
