package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.PciBridgeLayout.Piece;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree from which Xen's toolstacks copy nodes, as dtc and fdtget read it. */
class PartialTreeTest {
  private static final String BUS = "/passthrough";

  private static byte[] tree(Specs specs) {
    return tree(specs, PlanningContext.NONE);
  }

  /** Fails if dtc has a warning, or compiles the source to another blob. */
  private static byte[] tree(Specs specs, PlanningContext context) {
    var tree = Plans.blueprint(specs, context).tree().orElseThrow();
    String source = DtsPrinter.print(tree);
    byte[] blob = FdtWriter.write(tree);
    assertThat(DtcTools.warnings(source)).isEmpty();
    assertThat(DtcTools.compile(source)).isEqualTo(blob);
    return blob;
  }

  private static String virtio(String base) {
    return BUS + "/virtio@" + base;
  }

  private static long gic(byte[] tree) {
    return DtcTools.cells(tree, "/gic", "phandle").get(0);
  }

  @Test
  void bootNodesOfDom0lessGuestsAreEnabledAndGatedOnesDisabled() {
    byte[] tree =
        tree(Specs.on("xen-dom0less").with(Specs.boot("console"), Specs.gated("disk")).spare(1));

    assertThat(DtcTools.properties(tree, virtio("2000000")))
        .containsExactly("compatible", "reg", "interrupts", "interrupt-parent", "dma-coherent");
    assertThat(DtcTools.text(tree, virtio("2001200"), "status")).isEqualTo("disabled");
    assertThat(DtcTools.text(tree, virtio("2001000"), "status")).isEqualTo("disabled");
    assertThat(DtcTools.cells(tree, virtio("2001200"), "reg"))
        .containsExactly(0L, 0x200_1200L, 0L, 0x200L);
    assertThat(DtcTools.cells(tree, virtio("2001200"), "interrupts"))
        .containsExactly(0L, 10L, 0xf01L);
    assertThat(DtcTools.cells(tree, virtio("2001200"), "interrupt-parent"))
        .containsExactly(gic(tree));
    assertThat(gic(tree)).isLessThan(65_000);
  }

  /**
   * Case plan-base-gic-65000: the output of lopper. Without a /gic node, Xen's GIC has this
   * phandle.
   */
  @ParameterizedTest
  @ValueSource(strings = {"interrupt-parent", "interrupts-extended", "interrupt-map"})
  void addsNoPlaceholderToATreeThatRefersToXensGic(String property) {
    Node serial =
        Node.of(
            "serial",
            property.equals("interrupt-parent")
                ? Property.cells(property, 0xfde8)
                : Property.cells(property, 0xfde8, 0, 89, 4));
    Specs specs = Specs.on("xen-dom0less").version("4.22").with(Specs.gated("data"));

    DeviceTree tree =
        Plans.blueprint(
                specs, PlanningContext.NONE.with(Plans.tree(Plans.root(Plans.passthrough(serial)))))
            .tree()
            .orElseThrow();

    assertThat(tree.find(NodePath.parse("/gic"))).isEmpty();
    assertThat(DtcTools.cells(FdtWriter.write(tree), virtio("2001200"), "interrupt-parent"))
        .containsExactly(0xfde8L);
  }

  @Test
  void leavesBootNodesOfXlGuestsToLibxl() {
    byte[] tree = tree(Specs.on("xen").with(Specs.boot("console"), Specs.gated("disk")));

    String source = DtsPrinter.print(dev.okayd.fdt.dtb.FdtReader.read(tree));
    assertThat(source).contains("virtio@2001200").doesNotContain("virtio@2000000");
    assertThat(gic(tree)).isEqualTo(0xfde8);
  }

  @Test
  void aDeviceWithGrantsNamesTheDomainOfItsBackend() {
    byte[] tree =
        tree(
            Specs.on("xen-dom0less")
                .backend("zero", 0)
                .backend("five", 5)
                .with(
                    Specs.gated("a", DeviceType.BLK, "zero").withGrants(),
                    Specs.gated("b", DeviceType.BLK, "five").withGrants(),
                    Specs.gated("c", DeviceType.BLK, "late").withGrants(),
                    Specs.gated("d", DeviceType.BLK, "five")));

    long phandle = DtcTools.cells(tree, BUS + "/iommu", "phandle").get(0);
    assertThat(DtcTools.text(tree, BUS + "/iommu", "compatible")).isEqualTo("xen,grant-dma");
    assertThat(DtcTools.cells(tree, BUS + "/iommu", "#iommu-cells")).containsExactly(1L);
    assertThat(DtcTools.properties(tree, BUS + "/iommu")).doesNotContain("status");
    assertThat(DtcTools.cells(tree, virtio("2001200"), "iommus")).containsExactly(phandle, 0L);
    assertThat(DtcTools.cells(tree, virtio("2001000"), "iommus")).containsExactly(phandle, 5L);
    assertThat(DtcTools.properties(tree, virtio("2000e00"))).doesNotContain("iommus");
    assertThat(DtcTools.properties(tree, virtio("2000c00"))).doesNotContain("iommus");
    assertThat(phandle).isNotEqualTo(gic(tree)).isLessThan(65_000);
  }

  @Test
  void aBootDeviceWithGrantsNamesTheDomainIfOkaydMakesItsNode() {
    byte[] tree =
        tree(
            Specs.on("xen-dom0less")
                .backend("storage", 3)
                .with(Specs.boot("root", DeviceType.BLK).withGrants()));
    byte[] libxl =
        tree(
            Specs.on("xen")
                .backend("storage", 3)
                .with(Specs.boot("root", DeviceType.BLK).withGrants()));

    assertThat(DtcTools.cells(tree, virtio("2000000"), "iommus")).last().isEqualTo(3L);
    assertThat(DtsPrinter.print(dev.okayd.fdt.dtb.FdtReader.read(libxl)))
        .doesNotContain("xen,grant-dma");
  }

  @Test
  void i2cAndGpioDevicesHaveChildNodes() {
    byte[] tree =
        tree(
            Specs.on("xen-dom0less")
                .with(
                    Specs.gated("bus", DeviceType.I2C, "sensors"),
                    Specs.gated("lines", DeviceType.GPIO, "sensors")));

    assertThat(DtcTools.text(tree, virtio("2001200") + "/i2c", "compatible"))
        .isEqualTo("virtio,device22");
    String gpio = virtio("2001000") + "/gpio";
    assertThat(DtcTools.text(tree, gpio, "compatible")).isEqualTo("virtio,device29");
    assertThat(DtcTools.properties(tree, gpio))
        .containsExactly(
            "compatible",
            "gpio-controller",
            "#gpio-cells",
            "interrupt-controller",
            "#interrupt-cells",
            "#address-cells");
    assertThat(DtcTools.cells(tree, gpio, "#gpio-cells")).containsExactly(2L);
    assertThat(DtcTools.cells(tree, gpio, "#interrupt-cells")).containsExactly(2L);
  }

  @Test
  void theNodeOfABridgeMatchesThePlan() {
    Specs specs =
        Specs.on("xen-dom0less")
            .backend("second", 4)
            .with(Specs.bridge("a", "first"), Specs.bridgeWithGrants("b", "second"));
    PlannedPciBridge bridge = Plans.plan(specs).bridge("b").orElseThrow();
    PlannedPciBridge.Space space = bridge.space().orElseThrow();

    byte[] tree = tree(specs);

    String path = bridge.path().toString();
    assertThat(path).isEqualTo("/passthrough/pcie@33100000");
    assertThat(DtcTools.text(tree, path, "compatible")).isEqualTo("pci-host-ecam-generic");
    assertThat(DtcTools.text(tree, path, "device_type")).isEqualTo("pci");
    assertThat(DtcTools.text(tree, path, "status")).isEqualTo("disabled");
    assertThat(DtcTools.cells(tree, path, "bus-range")).containsExactly(0L, 0L);
    assertThat(DtcTools.cells(tree, path, "reg"))
        .containsExactly(0L, base(space.configuration()), 0L, size(space.configuration()));
    assertThat(DtcTools.cells(tree, path, "ranges"))
        .containsExactly(
            0x0200_0000L,
            0L,
            base(space.memory()),
            0L,
            base(space.memory()),
            0L,
            size(space.memory()),
            0x4300_0000L,
            0L,
            base(space.prefetchable()),
            0L,
            base(space.prefetchable()),
            0L,
            size(space.prefetchable()));
    long iommu = DtcTools.cells(tree, BUS + "/iommu", "phandle").get(0);
    assertThat(DtcTools.cells(tree, path, "iommu-map")).containsExactly(0L, iommu, 4L, 1L);
    assertThat(DtcTools.cells(tree, path, "iommu-map-mask")).containsExactly(0L);
    assertThat(DtcTools.properties(tree, "/passthrough/pcie@33000000")).doesNotContain("iommu-map");
  }

  private static long base(Piece piece) {
    return piece.base().value();
  }

  private static long size(Piece piece) {
    return piece.size().value();
  }

  @Test
  void pinPOfDeviceNHasInterruptNPlusPOfTheBridge() {
    Specs specs = Specs.on("xen").with(Specs.bridge("a", "first"), Specs.bridge("b", "second"));

    byte[] tree = tree(specs);

    List<Long> map = DtcTools.cells(tree, "/passthrough/pcie@33100000", "interrupt-map");
    List<Long> expected = new ArrayList<>();
    for (long device = 0; device < 4; device++) {
      for (long pin = 1; pin <= 4; pin++) {
        // the second bridge has INTIDs 48 to 51, which are 16 to 19 in a tree; level, high
        expected.addAll(List.of(device << 11, 0L, 0L, pin, 0xfde8L));
        expected.addAll(List.of(0L, 16 + (device + pin - 1) % 4, 4L));
      }
    }
    assertThat(map).isEqualTo(expected);
    assertThat(DtcTools.cells(tree, "/passthrough/pcie@33100000", "interrupt-map-mask"))
        .containsExactly(0x1800L, 0L, 0L, 7L);
  }

  @Test
  void listsTheFunctionsOfABridge() {
    Specs specs =
        Specs.on("xen")
            .backend("b", 2)
            .with(
                new dev.okayd.plan.spec.PciBridgeSpec(
                    "pci",
                    "b",
                    Optional.of(true),
                    List.of(
                        dev.okayd.plan.spec.PciFunction.parse("00:01.0"),
                        dev.okayd.plan.spec.PciFunction.parse("0000:00:02.3"))));

    byte[] tree = tree(specs);

    String path = "/passthrough/pcie@33000000";
    long iommu = DtcTools.cells(tree, BUS + "/iommu", "phandle").get(0);
    assertThat(DtcTools.cells(tree, path, "iommu-map"))
        .containsExactly(0x8L, iommu, 2L, 1L, 0x13L, iommu, 2L, 1L);
    assertThat(DtcTools.cells(tree, path, "iommu-map-mask")).containsExactly(0xffffL);
  }

  @Test
  void keepsTheNodesAndPhandlesOfAPartialBaseTree() {
    Node gic =
        Node.of(
            "gic",
            Property.empty("interrupt-controller"),
            Property.cells("#interrupt-cells", 3),
            Property.cells("#address-cells", 0),
            Property.cells("phandle", 0x20));
    Node ethernet =
        Node.of(
            "ethernet@10000",
            Property.strings("compatible", "cdns,gem"),
            Property.cells("reg", 0, 0x10000, 0, 0x1000),
            Property.cells("interrupts", 0, 100, 4),
            Property.cells("interrupt-parent", 0x20),
            Property.cells("phandle", 0x30));
    Node own =
        Node.of(
            "virtio@2001200",
            Property.strings("compatible", "virtio,mmio"),
            Property.cells("reg", 0, 0x2001200, 0, 0x200),
            Property.cells("interrupts", 0, 10, 0xf01),
            Property.cells("interrupt-parent", 0x20),
            Property.cells("phandle", 0x31));
    PlanningContext base =
        PlanningContext.NONE.with(
            Plans.tree(
                Plans.root(
                    gic,
                    // dtc requires reg on every node of a simple-bus, and the grant node has none
                    Plans.passthrough(ethernet, own)
                        .withProperty(Property.strings("compatible", "simple-mfd")),
                    Node.of("aliases"))));

    byte[] tree =
        tree(
            Specs.on("xen-dom0less")
                .backend("storage", 1)
                .with(
                    Specs.gated("a").pinned(Pin.toSlot(9)).withGrants(),
                    Specs.gated("b").pinned(Pin.toSlot(3)).withGrants()),
            base);

    var read = dev.okayd.fdt.dtb.FdtReader.read(tree);
    var bus = read.root().child("passthrough").orElseThrow();
    assertThat(bus.child("ethernet@10000")).contains(ethernet);
    assertThat(read.root().child("gic")).contains(gic);
    assertThat(read.root().child("aliases")).isPresent();
    assertThat(DtcTools.properties(tree, virtio("2001200")))
        .containsExactly(
            "compatible", "reg", "interrupts", "interrupt-parent", "phandle", "iommus", "status");
    assertThat(DtcTools.cells(tree, virtio("2001200"), "phandle")).containsExactly(0x31L);
    assertThat(DtcTools.cells(tree, virtio("2000600"), "interrupt-parent")).containsExactly(0x20L);
    assertThat(DtcTools.cells(tree, BUS + "/iommu", "phandle")).containsExactly(0x32L);
  }

  @Test
  void usesTheGrantNodeOfTheBaseTree() {
    Node own =
        Node.of(
            "xen-iommu",
            Property.strings("compatible", "xen,grant-dma"),
            Property.cells("#iommu-cells", 1),
            Property.cells("phandle", 0x40));
    PlanningContext base =
        PlanningContext.NONE.with(
            Plans.tree(
                Plans.root(
                    Plans.passthrough(own)
                        .withProperty(Property.strings("compatible", "simple-mfd")))));

    byte[] tree =
        tree(
            Specs.on("xen-dom0less").backend("storage", 1).with(Specs.gated("a").withGrants()),
            base);

    assertThat(DtcTools.cells(tree, virtio("2001200"), "iommus")).containsExactly(0x40L, 1L);
    assertThat(DtsPrinter.print(dev.okayd.fdt.dtb.FdtReader.read(tree)))
        .containsOnlyOnce("xen,grant-dma");
  }

  @Test
  void theDigestIsInTheNodeThatTheToolstackCopies() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a"));

    byte[] tree = tree(specs);

    assertThat(DtcTools.text(tree, BUS, "okayd,plan-digest")).isEqualTo(Plans.plan(specs).digest());
  }
}
