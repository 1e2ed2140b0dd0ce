package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import org.junit.jupiter.api.Test;

/** Complete trees to which okayd adds nodes. */
class ExtendedTreeTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));

  private static byte[] tree(Specs specs, BaseTree base) {
    return FdtWriter.write(
        Plans.blueprint(specs, PlanningContext.NONE.with(base)).tree().orElseThrow());
  }

  @Test
  void addsNodesAndChangesNothingElse() {
    Specs specs =
        Specs.on("custom")
            .window("0xb000000", 112, 4)
            .with(Specs.boot("console"), Specs.gated("bus", DeviceType.I2C, "sensors"))
            .spare(1);

    byte[] tree = tree(specs, QEMU_VIRT);

    assertThat(DtcTools.properties(tree, "/virtio@b000000"))
        .containsExactly("compatible", "reg", "interrupts", "dma-coherent");
    assertThat(DtcTools.cells(tree, "/virtio@b000600", "reg"))
        .containsExactly(0L, 0xb00_0600L, 0L, 0x200L);
    assertThat(DtcTools.cells(tree, "/virtio@b000600", "interrupts")).containsExactly(0L, 83L, 1L);
    assertThat(DtcTools.text(tree, "/virtio@b000600", "status")).isEqualTo("disabled");
    assertThat(DtcTools.text(tree, "/virtio@b000600/i2c", "compatible"))
        .isEqualTo("virtio,device22");
    assertThat(DtcTools.text(tree, "/virtio@b000400", "status")).isEqualTo("disabled");
    assertThat(withoutAddedNodes(tree)).isEqualTo(QEMU_VIRT.tree().root());
  }

  private static Node withoutAddedNodes(byte[] tree) {
    Node root = FdtReader.read(tree).root();
    Node kept =
        new Node(
            root.name(),
            root.properties(),
            root.children().stream()
                .filter(child -> !child.name().startsWith("virtio@b000"))
                .toList());
    return kept.withChild(
        kept.child("chosen").orElseThrow().withoutProperty(GuestTree.DIGEST_PROPERTY));
  }

  @Test
  void usesTheAddressCellsOfTheRoot() {
    Node gic =
        Node.of(
            "intc@1000",
            Property.strings("compatible", "arm,gic-400"),
            Property.cells("reg", 0x1000, 0x1000),
            Property.empty("interrupt-controller"),
            Property.cells("#interrupt-cells", 3),
            Property.cells("#address-cells", 0),
            Property.cells("phandle", 1));
    Node root =
        Node.of(
                "",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("interrupt-parent", 1))
            .withChild(gic);

    byte[] tree =
        tree(
            Specs.on("custom").window("0xf0000000", 64, 2).with(Specs.gated("disk")),
            Plans.tree(root));

    assertThat(DtcTools.cells(tree, "/virtio@f0000200", "reg"))
        .containsExactly(0xf000_0200L, 0x200L);
    assertThat(DtcTools.text(tree, "/chosen", GuestTree.DIGEST_PROPERTY)).hasSize(64);
    String source = DtsPrinter.print(FdtReader.read(tree));
    assertThat(DtcTools.warnings(source)).isEmpty();
    assertThat(DtcTools.compile(source)).isEqualTo(tree);
  }

  @Test
  void onlyDisablesAnExistingNode() {
    Specs specs = Specs.on("custom").window("0xa000000", 48, 32).with(Specs.gated("disk"));
    // QEMU's nodes have other names, so okayd would see a conflict with the ranges
    Node renamed =
        QEMU_VIRT
            .tree()
            .find(NodePath.parse("/virtio_mmio@a003e00"))
            .map(node -> new Node("virtio@a003e00", node.properties(), node.children()))
            .orElseThrow();
    Node root = QEMU_VIRT.tree().root();
    Node withIt =
        new Node(
            "",
            root.properties(),
            root.children().stream()
                .map(child -> child.name().equals("virtio_mmio@a003e00") ? renamed : child)
                .toList());

    byte[] tree = tree(specs, Plans.tree(withIt));

    assertThat(FdtReader.read(tree).root().child("virtio@a003e00"))
        .contains(renamed.withProperty(Property.strings("status", "disabled")));
  }

  @Test
  void gatesTheBridgeOfACompleteTree() {
    byte[] tree = tree(Specs.on("qemu-virt").with(Specs.bridge("pci", "host")), QEMU_VIRT);

    NodePath path = NodePath.parse("/pcie@10000000");
    assertThat(FdtReader.read(tree).find(path))
        .isEqualTo(
            QEMU_VIRT
                .tree()
                .find(path)
                .map(node -> node.withProperty(Property.strings("status", "disabled"))));
  }
}
