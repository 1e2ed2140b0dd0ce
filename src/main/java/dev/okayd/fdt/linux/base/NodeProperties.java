package dev.okayd.fdt.linux.base;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads properties of a node of the live tree as the kernel does. */
public final class NodeProperties {
  private NodeProperties() {}

  /**
   * {@code __of_device_is_available}: the node has no status, or its status is "okay" or "ok". Any
   * other value, such as "enabled", means disabled.
   */
  public static boolean isAvailable(Node node) {
    return node.property("status").map(NodeProperties::isOkay).orElse(true);
  }

  public static boolean isOkay(Property status) {
    return CStrings.read(status.value())
        .filter(word -> word.equals("okay") || word.equals("ok"))
        .isPresent();
  }

  /** {@code of_device_is_compatible} with one of these, ignoring case. */
  public static boolean isCompatible(Node node, Set<String> compatibles) {
    return compatible(node).stream().map(CStrings::folded).anyMatch(compatibles::contains);
  }

  /** Whether the first, most specific compatible of the node is one of these. */
  public static boolean isFirstCompatible(Node node, Set<String> compatibles) {
    return compatible(node).stream()
        .findFirst()
        .map(CStrings::folded)
        .filter(compatibles::contains)
        .isPresent();
  }

  private static List<String> compatible(Node node) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of());
  }

  /**
   * The value of a property in the nearest node that has it, from this one upwards; Linux does not
   * stop at the parent.
   */
  public static int inherited(List<Node> lineage, String property, int defaultValue) {
    for (int i = lineage.size() - 1; i >= 0; i--) {
      Optional<Integer> cell =
          lineage.get(i).property(property).flatMap(p -> CStrings.firstCell(p.value()));
      if (cell.isPresent()) {
        return cell.get();
      }
    }
    return defaultValue;
  }

  /** The cells of a property, without an incomplete last cell. */
  public static Optional<int[]> cells(Node node, String property) {
    return node.property(property)
        .map(Property::value)
        .map(value -> Arrays.copyOf(value, value.length / Integer.BYTES * Integer.BYTES))
        .flatMap(value -> Property.bytes(property, value).asCells());
  }
}
