package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));

  private final Planner planner = new Planner(Platforms.shipped());

  @Test
  void usesQemusOwnTransportsAndNamesThem() {
    GuestSpec spec = spec("qemu-virt", boot("console"), gated("disk"), gated("nic"));

    Plan plan = planner.plan(spec, Optional.of(QEMU_VIRT));

    assertThat(plan.slots())
        .extracting(
            PlannedSlot::device,
            s -> s.slot().base().toString(),
            s -> s.slot().interrupt().intid(),
            s -> s.slot().path().toString(),
            s -> s.transport().orElseThrow())
        .containsExactly(
            tuple("console", "0xa003e00", 79, "/virtio_mmio@a003e00", "virtio-mmio-bus.31"),
            tuple("disk", "0xa000000", 48, "/virtio_mmio@a000000", "virtio-mmio-bus.0"),
            tuple("nic", "0xa000200", 49, "/virtio_mmio@a000200", "virtio-mmio-bus.1"));
  }

  @Test
  void givesXenGuestsTheSlotsOfLibxl() {
    GuestSpec spec =
        spec(
            "xen",
            new DeviceSpec("i2c", DeviceType.I2C, "dom0", Optional.of(SlotKind.BOOT)),
            new DeviceSpec("root", DeviceType.BLK, "dom0", Optional.of(SlotKind.BOOT)),
            gated("data"));

    Plan plan = planner.plan(spec, Optional.empty());

    assertThat(plan.slots())
        .extracting(
            PlannedSlot::device,
            s -> s.slot().base().toString(),
            s -> s.slot().interrupt().intid(),
            s -> s.slot().interrupt().cells(),
            s -> s.slot().path().toString())
        .containsExactly(
            tuple("i2c", "0x2000200", 34, List.of(0, 2, 0xf01), "/virtio@2000200"),
            tuple("root", "0x2000000", 33, List.of(0, 1, 0xf01), "/virtio@2000000"),
            tuple("data", "0x2001200", 42, List.of(0, 10, 0xf01), "/passthrough/virtio@2001200"));
  }

  @Test
  void anAdditionalBootDeviceMovesNoGatedOne() {
    Plan before = planner.plan(spec("qemu-virt", boot("a"), gated("disk")), Optional.empty());
    Plan after =
        planner.plan(spec("qemu-virt", boot("a"), boot("b"), gated("disk")), Optional.empty());

    assertThat(after.slotOf("disk")).isEqualTo(before.slotOf("disk"));
  }

  @Test
  void theDigestCoversTheTree() {
    Plan plan = planner.plan(spec("qemu-virt", gated("disk")), Optional.empty());

    assertThat(planner.plan(spec("qemu-virt", gated("disk")), Optional.empty()).digest())
        .isEqualTo(plan.digest())
        .matches("[0-9a-f]{64}");
    assertThat(planner.plan(spec("qemu-virt", boot("disk")), Optional.empty()).digest())
        .isNotEqualTo(plan.digest());
    assertThat(planner.plan(spec("qemu-virt", gated("disk")), Optional.of(QEMU_VIRT)).digest())
        .isNotEqualTo(plan.digest());
  }

  @Test
  void refusesAnUnknownPlatformAndNamesTheKnownOnes() {
    OkaydException refusal = refusal(spec("hyper-x"), Optional.empty());

    assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_PLATFORM);
    assertThat(refusal)
        .hasMessage(
            "There is no platform \"hyper-x\"; known platforms are custom, firecracker, kvmtool,"
                + " qemu-virt, xen, xen-amd, xen-direct-map, xen-dom0less, xen-epam");
  }

  @Test
  void refusesMoreDevicesThanSlots() {
    DeviceSpec[] twelve =
        IntStream.range(0, 12).mapToObj(i -> gated("d" + i)).toArray(DeviceSpec[]::new);

    OkaydException refusal = refusal(spec("xen", twelve), Optional.empty());

    assertThat(refusal.code()).isEqualTo(ErrorCode.NO_FREE_SLOT);
    assertThat(refusal).hasMessage("The guest has 12 devices, but platform xen has only 11 slots");
  }

  @Test
  void reportsEveryFaultOfASpecAtOnce() {
    GuestSpec spec =
        spec(
            "qemu-virt",
            gated("disk"),
            gated("disk"),
            gated("Bad_Name"),
            new DeviceSpec("nic", DeviceType.NET, "", Optional.empty()));

    OkaydException refusal = refusal(spec, Optional.empty());

    assertThat(refusal.faults())
        .extracting(Fault::code)
        .containsExactly(
            ErrorCode.DUPLICATE_DEVICE, ErrorCode.INVALID_SPEC, ErrorCode.INVALID_SPEC);
  }

  @Test
  void refusesASlotThatOverlapsTheRegOfAnotherNode() {
    Node intruder = Node.of("intruder@a000100", Property.cells("reg", 0, 0xa000100, 0, 0x100));

    OkaydException refusal = refusal(changed(root -> root.withChild(intruder)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_CONFLICT);
    assertThat(refusal)
        .hasMessage(
            "Slot 0 of device \"disk\" at 0xa000000..0xa0001ff overlaps reg of /intruder@a000100"
                + " at 0xa000100..0xa0001ff");
  }

  @Test
  void refusesASlotWithTheInterruptOfAnotherNode() {
    Node intruder = Node.of("intruder", Property.cells("interrupts", 0, 16, 4));

    OkaydException refusal = refusal(changed(root -> root.withChild(intruder)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_CONFLICT);
    assertThat(refusal)
        .hasMessage("Slot 0 of device \"disk\" has INTID 48, which /intruder has in the base tree");
  }

  @Test
  void refusesABaseTreeWithoutTheNodeOfASlot() {
    BaseTree tree = BaseTree.read(FdtWriter.write(DeviceTree.of(Node.of(""))));

    OkaydException refusal = refusal(spec("qemu-virt", gated("disk")), Optional.of(tree));

    assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_NOT_IN_BASE_TREE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reg", "interrupts"})
  void refusesABaseTreeWithAnotherNodeAtThePathOfASlot(String property) {
    NodePath slot = NodePath.parse("/virtio_mmio@a000000");
    DeviceTree other =
        QEMU_VIRT
            .tree()
            .with(slot, node -> node.withProperty(Property.cells(property, 0, 1, 2, 3)));

    OkaydException refusal =
        refusal(
            spec("qemu-virt", gated("disk")), Optional.of(BaseTree.read(FdtWriter.write(other))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_CONFLICT);
  }

  @Test
  void refusesABootSlotThatIsDisabledInTheBaseTree() {
    DeviceTree disabled =
        QEMU_VIRT
            .tree()
            .with(
                NodePath.parse("/virtio_mmio@a003e00"),
                node -> node.withProperty(Property.strings("status", "disabled")));

    OkaydException refusal =
        refusal(
            spec("qemu-virt", boot("console")),
            Optional.of(BaseTree.read(FdtWriter.write(disabled))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_CONFLICT);
    assertThat(refusal)
        .hasMessage(
            "Slot 31 of device \"console\" is at /virtio_mmio@a003e00, which must be okay from the start, but is disabled in the base tree; did okayd make this tree?");
  }

  @Test
  void reportsEachNodeOncePerSlotAndAtMostFiftyCollisions() {
    int[] reg = new int[4 * 1000];
    for (int i = 0; i < 1000; i++) {
      reg[4 * i + 1] = 0xa000000;
      reg[4 * i + 3] = 0x200;
    }
    Node root = QEMU_VIRT.tree().root();
    for (int i = 0; i < 70; i++) {
      root = root.withChild(Node.of("intruder@" + i, Property.cells("reg", reg)));
    }

    OkaydException refusal = refusal(BaseTree.read(FdtWriter.write(DeviceTree.of(root))));

    assertThat(refusal.faults()).hasSize(51);
    assertThat(refusal.faults().get(50).message()).isEqualTo("and 20 more; fix these first");
  }

  @Test
  void comparesInterruptsOfAPartialTreeThatRefersToThePlaceholder() {
    Node gic = Node.of("gic", Property.cells("#interrupt-cells", 3), Property.cells("phandle", 7));
    Node ethernet =
        Node.of(
            "ethernet",
            Property.cells("interrupt-parent", 7),
            Property.cells("interrupts", 0, 10, 4));
    BaseTree tree = partial(bus().withChild(ethernet), gic);

    OkaydException refusal = refusal(spec("xen-dom0less", gated("disk")), Optional.of(tree));

    assertThat(refusal)
        .hasMessage(
            "Slot 9 of device \"disk\" has INTID 42, which /passthrough/ethernet has in the base tree");
  }

  @Test
  void aNodeOfAPartialTreeWithoutInterruptParentUsesTheGic() {
    Node ethernet = Node.of("ethernet", Property.cells("interrupts", 0, 10, 4));

    OkaydException refusal =
        refusal(spec("xen", gated("disk")), Optional.of(partial(bus().withChild(ethernet))));

    assertThat(refusal).hasMessageContaining("has INTID 42, which /passthrough/ethernet");
  }

  @Test
  void refusesABusThatTranslatesAddresses() {
    List<Node> unfit =
        List.of(
            bus().withoutProperty("ranges"),
            bus().withProperty(Property.cells("ranges", 0, 0, 0, 0x1000, 0, 0x1000)),
            bus().withProperty(Property.cells("#size-cells", 1)),
            bus().withoutProperty("#address-cells"),
            bus().withProperty(Property.strings("compatible", "bus")),
            bus().withProperty(Property.strings("status", "disabled")));

    for (Node bus : unfit) {
      OkaydException refusal = refusal(spec("xen", gated("disk")), Optional.of(partial(bus)));

      assertThat(refusal.faults()).hasSize(1);
      assertThat(refusal.code()).isEqualTo(ErrorCode.SLOT_CONFLICT);
      assertThat(refusal).hasMessageStartingWith("/passthrough of the base tree must have ");
    }
    assertThat(planner.plan(spec("xen", gated("disk")), Optional.of(partial(bus())))).isNotNull();
  }

  @Test
  void twoDumpsOfOneMachineHaveTheSameDigest() {
    byte[] padded = java.util.Arrays.copyOf(seeded(1), 100_000);
    byte[] other = seeded(2);

    BaseTree tree = BaseTree.read(padded);

    assertThat(tree).isEqualTo(BaseTree.read(other)).isEqualTo(QEMU_VIRT);
    assertThat(tree.tree().find(NodePath.parse("/chosen")).orElseThrow().properties())
        .extracting(Property::name)
        .containsExactly("stdout-path");
  }

  private static byte[] seeded(int seed) {
    return FdtWriter.write(
        QEMU_VIRT
            .tree()
            .with(
                NodePath.parse("/chosen"),
                chosen ->
                    chosen
                        .withProperty(Property.cells("rng-seed", seed))
                        .withProperty(Property.cells("kaslr-seed", seed, 0))));
  }

  private static Node bus() {
    return Node.of(
        "passthrough",
        Property.strings("compatible", "simple-bus"),
        Property.cells("#address-cells", 2),
        Property.cells("#size-cells", 2),
        Property.empty("ranges"));
  }

  private static BaseTree partial(Node... children) {
    return BaseTree.read(
        FdtWriter.write(DeviceTree.of(new Node("", List.of(), List.of(children)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a/b", "a b", "ä"})
  void refusesInvalidNames(String text) {
    assertThat(Names.isName(text)).isFalse();
    assertThat(Names.isName("a".repeat(64))).isFalse();
    assertThat(Names.isName("a".repeat(63))).isTrue();
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  private OkaydException refusal(GuestSpec spec, Optional<BaseTree> tree) {
    OkaydException refusal =
        catchThrowableOfType(OkaydException.class, () -> planner.plan(spec, tree));
    assertThat(refusal).as("it was planned").isNotNull();
    return refusal;
  }

  private OkaydException refusal(BaseTree tree) {
    return refusal(spec("qemu-virt", gated("disk")), Optional.of(tree));
  }

  private static BaseTree changed(UnaryOperator<Node> change) {
    return BaseTree.read(FdtWriter.write(QEMU_VIRT.tree().with(NodePath.ROOT, change)));
  }

  private static GuestSpec spec(String platform, DeviceSpec... devices) {
    return new GuestSpec(platform, List.of(devices));
  }

  private static DeviceSpec gated(String name) {
    return new DeviceSpec(name, DeviceType.BLK, "storage", Optional.empty());
  }

  private static DeviceSpec boot(String name) {
    return new DeviceSpec(name, DeviceType.CONSOLE, "storage", Optional.of(SlotKind.BOOT));
  }
}
