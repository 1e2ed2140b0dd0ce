package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.TreeIndex;
import java.util.List;
import java.util.Optional;

/** What the kernel calls the device of a node ({@code of_device_make_bus_id}). */
final class DeviceName {
  private DeviceName() {}

  /**
   * The address and the node's name. A node without an address is called by its whole name, behind
   * that of its parent, and so on.
   */
  static String of(TreeIndex tree, NodePath path) {
    List<Node> lineage = tree.lineage(path);
    String name = "";
    for (int last = lineage.size() - 1; last > 0; last--) {
      Node node = lineage.get(last);
      String behind = name.isEmpty() ? "" : ":" + name;
      Optional<Long> address = BusAddress.of(lineage.subList(0, last + 1));
      if (address.isPresent()) {
        return Long.toHexString(address.get()) + "." + CStrings.stem(node.name()) + behind;
      }
      name = node.name() + behind;
    }
    return name;
  }
}
