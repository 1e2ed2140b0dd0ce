package dev.okayd.fdt.linux.base;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the kernel reads off a node of the live tree. */
public final class NodeProperties {
  private NodeProperties() {}

  /**
   * {@code __of_device_is_available}: no status, or one of the two words. All others, such as
   * "enabled", mean disabled.
   */
  public static boolean isAvailable(Node node) {
    return node.property("status").map(NodeProperties::isOkay).orElse(true);
  }

  public static boolean isOkay(Property status) {
    return CStrings.read(status.value())
        .filter(word -> word.equals("okay") || word.equals("ok"))
        .isPresent();
  }

  /** {@code of_device_is_compatible} of one of these, in any case of letters. */
  public static boolean isCompatible(Node node, Set<String> compatibles) {
    return compatible(node).stream().map(CStrings::folded).anyMatch(compatibles::contains);
  }

  /** Whether the most specific of its compatibles is one of these. */
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

  /** A cell of the nearest node from this one upwards that has it; Linux goes beyond the parent. */
  public static int inherited(List<Node> lineage, String property, int otherwise) {
    for (int i = lineage.size() - 1; i >= 0; i--) {
      Optional<Integer> cell =
          lineage.get(i).property(property).flatMap(p -> CStrings.firstCell(p.value()));
      if (cell.isPresent()) {
        return cell.get();
      }
    }
    return otherwise;
  }

  /** The cells of a property, without an incomplete last one. */
  public static Optional<int[]> cells(Node node, String property) {
    return node.property(property)
        .map(Property::value)
        .map(value -> Arrays.copyOf(value, value.length / Integer.BYTES * Integer.BYTES))
        .flatMap(value -> Property.bytes(property, value).asCells());
  }
}
