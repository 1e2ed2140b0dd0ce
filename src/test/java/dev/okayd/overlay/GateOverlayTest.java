package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateOverlayTest {

  @ParameterizedTest
  @ValueSource(strings = {"/virtio_mmio@a000000", "/virtio@2000000", "/passthrough/virtio@2001400"})
  void isByteEqualToTheOutputOfDtc(String path) {
    GateOverlay overlay = new GateOverlay(NodePath.parse(path));

    byte[] compiled = DtcTools.compile(overlay.dtso());

    assertThat(overlay.dtbo()).isEqualTo(compiled).hasSizeBetween(179, 200);
    assertThat(DtcTools.warnings(overlay.dtso())).isEmpty();
  }

  @Test
  void isByteEqualToTheGoldenBlobOfDtc() {
    GateOverlay overlay = new GateOverlay(NodePath.parse("/virtio_mmio@a003e00"));

    assertThat(overlay.dtbo())
        .isEqualTo(Golden.bytes("overlay/virtio_mmio@a003e00.dtbo"))
        .hasSizeBetween(179, 200);
  }

  @Test
  void fdtoverlayAppliesItAndChangesNothingElse() {
    NodePath target = NodePath.parse("/virtio_mmio@a000000");
    byte[] base =
        FdtWriter.write(
            FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"))
                .with(target, node -> node.withProperty(StatusProperty.DISABLED)));

    byte[] merged = DtcTools.overlay(base, new GateOverlay(target).dtbo());

    assertThat(FdtReader.read(merged))
        .isEqualTo(
            FdtReader.read(base)
                .with(target, node -> node.withProperty(Property.strings("status", "okay"))));
  }
}
