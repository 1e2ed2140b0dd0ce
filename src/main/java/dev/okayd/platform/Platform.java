package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.Toolstack;
import dev.okayd.platform.toolstack.XlDialect;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that okayd must know about a hypervisor to plan its guests. Every platform is a file
 * in this format; comments cite the sources of the numbers. The files that okayd ships are in
 * {@code src/main/resources/platforms}. Operators can add files in another directory.
 *
 * @param name such as {@code qemu-virt}
 * @param description one sentence
 * @param tree which program makes the guest's tree
 * @param toolstack the program that starts the guests
 * @param xl dialect of xl, if the toolstack is xl; defaults to upstream
 * @param addresses the address space of the guests
 * @param window the slot window
 * @param interrupts of the slots
 * @param node shape of the slots' nodes
 * @param bootOrder order in which the toolstack assigns slots to boot devices
 * @param disksFirst whether the toolstack assigns slots to all disks before all other devices
 * @param types the device types of the hypervisor, if it assigns slots by type
 * @param numbering the devices to which the toolstack assigns slots; defaults to boot devices
 * @param transport the hypervisor's name of slot N ({@code %d}), if it has one
 * @param grants the node for grants, on platforms with grants
 * @param pci layout of PCI host bridges, if the hypervisor has room for them
 * @param existingBridge the bridge that the hypervisor's tree already has
 * @param unclaimedAccesses result of an access to a slot that no backend serves; defaults to a
 *     fault
 * @param sharedInterrupts bounds for the configured number of shared interrupts
 * @param vuart the emulated UART, if guests can have one
 * @param map other ranges in a guest's address space
 * @param ram possible ranges of RAM
 * @param takenInterrupts interrupts with other uses
 * @param limits limits of the hypervisor
 * @param provenance sources of the numbers, if the file names them
 */
public record Platform(
    String name,
    String description,
    TreeKind tree,
    Toolstack toolstack,
    Optional<XlDialect> xl,
    Optional<Addresses> addresses,
    SlotWindow window,
    Interrupts interrupts,
    NodeStyle node,
    Order bootOrder,
    boolean disksFirst,
    Optional<DeviceTypeOrder> types,
    Optional<Numbering> numbering,
    Optional<String> transport,
    Optional<GrantStyle> grants,
    Optional<PciBridgeLayout> pci,
    Optional<NodePath> existingBridge,
    Optional<UnclaimedAccesses> unclaimedAccesses,
    Optional<SharedInterrupts> sharedInterrupts,
    Optional<Vuart> vuart,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<MappedRegion> map,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Region> ram,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<TakenInterrupt> takenInterrupts,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<HypervisorLimit> limits,
    Optional<Provenance> provenance) {

  public Platform {
    map = List.copyOf(map);
    ram = List.copyOf(ram);
    takenInterrupts = List.copyOf(takenInterrupts);
    limits = List.copyOf(limits);
  }

  /** Who makes the tree that the guest boots. */
  public enum TreeKind {
    /**
     * The hypervisor dumps a complete tree that has a node for every slot; okayd marks nodes in it.
     */
    @JsonProperty("complete")
    COMPLETE,
    /** There is a complete tree, and okayd adds to it the nodes that it does not have. */
    @JsonProperty("extended")
    EXTENDED,
    /** The toolstack makes the tree and copies nodes from a partial tree, which okayd writes. */
    @JsonProperty("partial")
    PARTIAL
  }

  /** Whose addresses a guest's are. */
  public enum Addresses {
    /** Its own: another guest may have the same ones. */
    @JsonProperty("guest")
    GUEST,
    /** The host's: all guests and the host share one address space. */
    @JsonProperty("host")
    HOST
  }

  /** Which devices the toolstack gives slots to, in its own order. */
  public enum Numbering {
    /** Boot devices; there are nodes for other slots too. */
    @JsonProperty("boot")
    BOOT,
    /** All devices that it starts with, whose nodes are all that there are. */
    @JsonProperty("all")
    ALL
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
   * The interrupts of the slots, one each, ascending with them.
   *
   * @param first INTID of slot 0; empty where the spec has to say it
   * @param flags third cell of the specifier
   */
  public record Interrupts(Optional<Integer> first, HexNumber flags) {}

  /**
   * How a slot's node looks.
   *
   * @param name before the {@code @}
   * @param bootParent path of the parent of boot slots' nodes
   * @param gatedParent path of the parent of gated slots' nodes
   * @param gicPhandle the GIC's phandle, where the toolstack decides it and the node has to name it
   */
  public record NodeStyle(
      String name, NodePath bootParent, NodePath gatedParent, Optional<HexNumber> gicPhandle) {}

  /**
   * How a guest is told that a backend needs grants: a node of this name, compatible with {@code
   * xen,grant-dma}.
   *
   * @param node its name
   */
  public record GrantStyle(String node) {}

  /**
   * Bounds of the number of shared interrupts of a guest (Xen's {@code nr_spis}).
   *
   * @param least what covers every slot
   * @param most what the hypervisor can do
   */
  public record SharedInterrupts(int least, int most) {}

  /** Whose xl reads the xl.cfg of a guest. */
  public XlDialect xlDialect() {
    return xl.orElse(XlDialect.UPSTREAM);
  }

  /**
   * The keys that okayd may write into the files of the toolstack; the first file starts guests.
   */
  public List<KeyTable> keyTables() {
    return KeyTable.of(toolstack, xlDialect());
  }

  /** The keys of a file that okayd writes for guests of this platform. */
  public KeyTable keyTable(String file) {
    return keyTables().stream()
        .filter(table -> table.file().equals(file))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Platform %s has no %s".formatted(name, file)));
  }

  /** The effect on a guest that reads a slot without a backend. */
  public enum UnclaimedAccesses {
    /** The hypervisor kills the guest. */
    @JsonProperty("fault")
    FAULT,
    /** The hypervisor answers, and the guest finds no device. */
    @JsonProperty("harmless")
    HARMLESS
  }

  /** Whether a guest may probe a slot before a backend serves it. */
  public boolean answersUnclaimedAccesses() {
    return unclaimedAccesses.filter(UnclaimedAccesses.HARMLESS::equals).isPresent();
  }

  /** Whether guests share one address space with the host. */
  public boolean hasHostAddresses() {
    return addresses.filter(Addresses.HOST::equals).isPresent();
  }

  /** Whether the platform says itself where slots and interrupts begin. */
  public boolean isPlaced() {
    return window.base().isPresent() && interrupts.first().isPresent();
  }

  /**
   * This platform with its slots and interrupts beginning here.
   *
   * @param base of slot 0
   * @param first INTID of slot 0
   * @param slots how many there are
   * @param slotSize in bytes
   */
  public Platform placed(HexNumber base, int first, int slots, HexNumber slotSize) {
    return new Platform(
        name,
        description,
        tree,
        toolstack,
        xl,
        addresses,
        new SlotWindow(Optional.of(base), slotSize, slots, window.servedSlots()),
        new Interrupts(Optional.of(first), interrupts.flags()),
        node,
        bootOrder,
        disksFirst,
        types,
        numbering,
        transport,
        grants,
        pci,
        existingBridge,
        unclaimedAccesses,
        sharedInterrupts,
        vuart,
        map,
        ram,
        takenInterrupts,
        limits,
        provenance);
  }

  /** Whether the nodes of boot slots are in the tree that okayd writes. */
  public boolean writesBootNodes() {
    return switch (tree) {
      case COMPLETE -> false;
      case EXTENDED -> true;
      case PARTIAL -> node.bootParent().equals(node.gatedParent());
    };
  }

  /** Whether the toolstack, and not the plan, decides which slots boot devices get. */
  public boolean toolstackNumbersBootSlots() {
    return !writesBootNodes();
  }

  /** Whether the toolstack gives slots to all devices, and makes nodes for no others. */
  public boolean toolstackNumbersAllSlots() {
    return numbering.filter(Numbering.ALL::equals).isPresent();
  }

  /** The other regions in the address space of a guest with this many virtual CPUs. */
  public List<Region> map(int vcpus) {
    return map.stream().map(region -> region.forVcpus(vcpus)).toList();
  }

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

  /**
   * The slot of this number, as its node stands for a slot of this kind.
   *
   * @throws java.util.NoSuchElementException if the platform is not placed
   */
  public Slot slot(int index, SlotKind kind) {
    HexNumber base =
        new HexNumber(window.base().orElseThrow().value() + index * window.slotSize().value());
    return slotAt(Optional.of(index), base, interrupts.first().orElseThrow() + index, kind);
  }

  /**
   * A slot at an address and an interrupt of the user's choice.
   *
   * @param index its number, if it is one of the window's
   */
  public Slot slotAt(Optional<Integer> index, HexNumber base, int intid, SlotKind kind) {
    NodePath parent =
        switch (kind) {
          case BOOT -> node.bootParent();
          case GATED, REBIND -> node.gatedParent();
        };
    return new Slot(
        index,
        base,
        window.slotSize(),
        Interrupt.shared(intid, (int) interrupts.flags().value()),
        parent.child(node.name() + "@" + Long.toHexString(base.value())));
  }

  /** What the hypervisor calls this slot. */
  public Optional<String> transport(Slot slot) {
    return transport.flatMap(pattern -> slot.index().map(pattern::formatted));
  }

  /**
   * The limits of a kind that hold for a version of the hypervisor, or for all if it is unknown.
   */
  public List<HypervisorLimit> limits(
      HypervisorLimit.Kind kind, Optional<HypervisorVersion> version) {
    return limits.stream()
        .filter(limit -> limit.kind() == kind)
        .filter(limit -> version.map(limit::holdsFor).orElseGet(limit::holdsAlways))
        .toList();
  }
}
