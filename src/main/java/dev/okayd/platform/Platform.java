package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.okayd.fdt.NodePath;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is to be known of a hypervisor to plan its guests. Every platform is a file of this shape
 * below {@code src/main/resources/platforms}, with the sources of its numbers beside them.
 *
 * @param name such as {@code qemu-virt}
 * @param description one sentence
 * @param tree who makes the guest's tree
 * @param window where slots are
 * @param interrupts of the slots
 * @param node how a slot's node looks
 * @param bootOrder how the toolstack hands out slots to the devices that it starts with
 * @param disksFirst whether the toolstack gives slots to all disks before it gives any to other
 *     devices
 * @param transport what the hypervisor calls slot N ({@code %d}), if it has a name for it
 */
public record Platform(
    String name,
    String description,
    TreeKind tree,
    Window window,
    Interrupts interrupts,
    NodeStyle node,
    Order bootOrder,
    boolean disksFirst,
    Optional<String> transport) {

  /** Who makes the tree that the guest boots. */
  public enum TreeKind {
    /**
     * The hypervisor dumps a complete tree that has a node for every slot; okayd marks nodes in it.
     */
    @JsonProperty("complete")
    COMPLETE,
    /** The toolstack makes the tree and copies nodes from a partial tree, which okayd writes. */
    @JsonProperty("partial")
    PARTIAL
  }

  /** In which direction slots are handed out. */
  public enum Order {
    @JsonProperty("ascending")
    ASCENDING,
    @JsonProperty("descending")
    DESCENDING;

    Order reversed() {
      return switch (this) {
        case ASCENDING -> DESCENDING;
        case DESCENDING -> ASCENDING;
      };
    }
  }

  /**
   * The address window.
   *
   * @param base of slot 0
   * @param slotSize in bytes
   * @param slots how many there are; interrupts often end before addresses do
   */
  public record Window(HexNumber base, HexNumber slotSize, int slots) {}

  /**
   * The interrupts of the slots, one each, ascending with them.
   *
   * @param first INTID of slot 0
   * @param flags third cell of the specifier
   */
  public record Interrupts(int first, HexNumber flags) {}

  /**
   * How a slot's node looks.
   *
   * @param name before the {@code @}
   * @param bootParent path of the parent of boot slots' nodes
   * @param gatedParent path of the parent of gated slots' nodes
   * @param gicPhandle the GIC's phandle, where the node has to name it itself
   */
  public record NodeStyle(
      String name, String bootParent, String gatedParent, Optional<HexNumber> gicPhandle) {}

  /** Slot numbers in the order in which the toolstack gives them to boot devices. */
  public List<Integer> bootSlots() {
    return slots(bootOrder);
  }

  /**
   * Slot numbers in the order in which gated devices get them: from the other end than boot
   * devices, so that one boot device more or less does not move them.
   */
  public List<Integer> gatedSlots() {
    return slots(bootOrder.reversed());
  }

  private List<Integer> slots(Order order) {
    int last = window.slots() - 1;
    return IntStream.rangeClosed(0, last)
        .map(i -> order == Order.ASCENDING ? i : last - i)
        .boxed()
        .toList();
  }

  /** The slot of this number, as its node stands for a slot of this kind. */
  public Slot slot(int index, SlotKind kind) {
    HexNumber base = new HexNumber(window.base().value() + index * window.slotSize().value());
    String parent =
        switch (kind) {
          case BOOT -> node.bootParent();
          case GATED -> node.gatedParent();
        };
    NodePath path =
        NodePath.parse(parent).child(node.name() + "@" + Long.toHexString(base.value()));
    return new Slot(
        index,
        base,
        window.slotSize(),
        Interrupt.shared(interrupts.first() + index, (int) interrupts.flags().value()),
        path);
  }

  /** What the hypervisor calls this slot. */
  public Optional<String> transport(Slot slot) {
    return transport.map(pattern -> pattern.formatted(slot.index()));
  }
}
