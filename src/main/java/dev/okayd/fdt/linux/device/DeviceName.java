package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.TreeIndex;
import java.util.List;
import java.util.Optional;

/** The kernel's name for the device of a node ({@code of_device_make_bus_id}). */
final class DeviceName {
  private DeviceName() {}

  /**
   * The address and the base name of the node. A node without an address gets its full name after
   * the name of its parent, and so on upwards.
   */
  static String of(TreeIndex tree, NodePath path) {
    List<Node> lineage = tree.lineage(path);
    String name = "";
    for (int last = lineage.size() - 1; last > 0; last--) {
      Node node = lineage.get(last);
      String suffix = name.isEmpty() ? "" : ":" + name;
      Optional<Long> address = BusAddress.of(lineage.subList(0, last + 1));
      if (address.isPresent()) {
        return Long.toHexString(address.get()) + "." + CStrings.baseName(node.name()) + suffix;
      }
      name = node.name() + suffix;
    }
    return name;
  }
}
