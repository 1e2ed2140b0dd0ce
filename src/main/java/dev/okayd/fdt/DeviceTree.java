package dev.okayd.fdt;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A device tree: everything that a version 17 blob holds.
 *
 * @param root the node with the empty name
 * @param reservations entries of the memory reservation block
 * @param bootCpu {@code boot_cpuid_phys} of the header
 */
public record DeviceTree(Node root, List<MemoryReservation> reservations, int bootCpu) {

  public DeviceTree {
    reservations = List.copyOf(reservations);
  }

  /** A tree with this root, no reservations and boot CPU 0. */
  public static DeviceTree of(Node root) {
    return new DeviceTree(root, List.of(), 0);
  }

  /** This tree with another boot CPU. */
  public DeviceTree withBootCpu(int cpu) {
    return new DeviceTree(root, reservations, cpu);
  }

  /** The node at this path. */
  public Optional<Node> find(NodePath path) {
    Optional<Node> node = Optional.of(root);
    for (String name : path.names()) {
      node = node.flatMap(parent -> parent.child(name));
    }
    return node;
  }

  /**
   * This tree with one node changed. The copy shares all other nodes.
   *
   * @throws java.util.NoSuchElementException if the tree has no node at that path
   */
  public DeviceTree with(NodePath path, UnaryOperator<Node> change) {
    return new DeviceTree(changed(root, path.names(), change), reservations, bootCpu);
  }

  private static Node changed(Node node, List<String> names, UnaryOperator<Node> change) {
    if (names.isEmpty()) {
      return change.apply(node);
    }
    return node.withChild(
        names.get(0), child -> changed(child, names.subList(1, names.size()), change));
  }
}
