package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestTreeTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));
  private static final Platforms PLATFORMS = Platforms.shipped();

  @Test
  void disablesGatedNodesAndChangesNothingElse() {
    Plan plan = plan("qemu-virt", Optional.of(QEMU_VIRT));

    DeviceTree tree = GuestTree.of(plan, platform("qemu-virt"), Optional.of(QEMU_VIRT));

    DeviceTree expected =
        QEMU_VIRT
            .tree()
            .with(
                NodePath.parse("/virtio_mmio@a000000"),
                node -> node.withProperty(Property.strings("status", "disabled")))
            .with(
                NodePath.parse("/chosen"),
                node -> node.withProperty(Property.strings("okayd,plan-digest", plan.digest())));
    assertThat(tree).isEqualTo(expected);
  }

  @Test
  void theOverlayRestoresTheNodeOfTheBaseTree() {
    Plan plan = plan("qemu-virt", Optional.of(QEMU_VIRT));
    byte[] tree =
        FdtWriter.write(GuestTree.of(plan, platform("qemu-virt"), Optional.of(QEMU_VIRT)));
    byte[] overlay = new GateOverlay(plan.slotOf("disk").orElseThrow().slot().path()).dtbo();

    byte[] merged = DtcTools.overlay(tree, overlay);

    assertThat(new String(merged, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("okay\0")
        .doesNotContain("disabled");
  }

  @Test
  void writesThePartialTreeForXl() {
    Plan plan = plan("xen", Optional.empty());

    String dts = DtsPrinter.print(GuestTree.of(plan, platform("xen"), Optional.empty()));

    assertThat(dts)
        .isEqualTo(
            """
            /dts-v1/;

            / {
            	#address-cells = <0x02>;
            	#size-cells = <0x02>;

            	gic {
            		interrupt-controller;
            		#interrupt-cells = <0x03>;
            		#address-cells = <0x00>;
            		phandle = <0xfde8>;
            	};

            	passthrough {
            		compatible = "simple-bus";
            		#address-cells = <0x02>;
            		#size-cells = <0x02>;
            		ranges;
            		okayd,plan-digest = "%s";

            		virtio@2001200 {
            			compatible = "virtio,mmio";
            			reg = <0x00 0x2001200 0x00 0x200>;
            			interrupts = <0x00 0x0a 0xf01>;
            			interrupt-parent = <&{/gic}>;
            			dma-coherent;
            			status = "disabled";
            		};
            	};
            };
            """
                .formatted(plan.digest()));
  }

  @Test
  void aPlatformWithCompleteTreesNeedsTheBaseTree() {
    Plan plan = plan("qemu-virt", Optional.empty());

    OkaydException refusal =
        catchThrowableOfType(
            OkaydException.class,
            () -> GuestTree.of(plan, platform("qemu-virt"), Optional.empty()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.BASE_TREE_MISSING);
  }

  @Test
  void nodesReferToThePhandleOfTheGicPlaceholder() {
    Node gic = Node.of("gic", Property.cells("#interrupt-cells", 3), Property.cells("phandle", 7));
    BaseTree base = BaseTree.read(FdtWriter.write(DeviceTree.of(Node.of("").withChild(gic))));

    DeviceTree tree =
        GuestTree.of(
            plan("xen-dom0less", Optional.of(base)), platform("xen-dom0less"), Optional.of(base));

    Node gated = tree.find(NodePath.parse("/passthrough/virtio@2001200")).orElseThrow();
    assertThat(gated.property("interrupt-parent")).contains(Property.cells("interrupt-parent", 7));
    assertThat(tree.find(NodePath.parse("/passthrough")).orElseThrow().property("ranges"))
        .contains(Property.empty("ranges"));
  }

  @Test
  void randomTreesArePlannedOrRefusedButNeverFailOtherwise() {
    byte[] blob = FdtWriter.write(QEMU_VIRT.tree());
    Random random = new Random(20261124);
    int planned = 0;
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] mutated = blob.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      String platform = round % 2 == 0 ? "qemu-virt" : "xen";
      try {
        Optional<BaseTree> base = Optional.of(BaseTree.read(mutated));
        GuestTree.of(plan(platform, base), platform(platform), base);
        planned++;
      } catch (FdtFormatException | OkaydException e) {
        refused++;
      }
    }
    assertThat(planned).isPositive();
    assertThat(refused).isPositive();
  }

  private static Platform platform(String name) {
    return PLATFORMS.find(name).orElseThrow();
  }

  private static Plan plan(String platform, Optional<BaseTree> tree) {
    GuestSpec spec =
        new GuestSpec(
            platform,
            List.of(
                new DeviceSpec(
                    "console", DeviceType.CONSOLE, "storage", Optional.of(SlotKind.BOOT)),
                new DeviceSpec("disk", DeviceType.BLK, "storage", Optional.empty())));
    return new Planner(PLATFORMS).plan(spec, tree);
  }
}
