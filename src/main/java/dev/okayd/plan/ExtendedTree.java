package dev.okayd.plan;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A complete tree that okayd adds nodes to: they inherit what the tree says for all of its nodes.
 */
final class ExtendedTree {
  private static final List<String> CELLS = List.of("#address-cells", "#size-cells");

  private ExtendedTree() {}

  /** What keeps added nodes from working. */
  static List<String> faults(DeviceTree tree, Platform platform) {
    List<String> faults = new ArrayList<>();
    Optional<Node> parent = tree.find(platform.node().gatedParent());
    if (parent.isEmpty()) {
      faults.add(
          "The base tree has no node %s, where slots go".formatted(platform.node().gatedParent()));
    }
    for (String name : CELLS) {
      parent
          .flatMap(node -> node.property(name))
          .flatMap(Property::asCell)
          .filter(cells -> cells < 1 || cells > 2)
          .ifPresent(
              cells ->
                  faults.add(
                      "%s of %s in the base tree is %d; 1 or 2 are expected"
                          .formatted(name, platform.node().gatedParent(), cells)));
    }
    if (tree.root().property("interrupt-parent").isEmpty()) {
      faults.add(
          "The root of the base tree names no interrupt-parent, which nodes of slots would inherit; name the GIC there");
    }
    return faults;
  }
}
