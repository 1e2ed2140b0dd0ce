package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
import static dev.okayd.fdt.linux.Trees.overlay;
import static dev.okayd.fdt.linux.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Device.Bus;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import dev.okayd.fdt.linux.prediction.StatusChange;
import dev.okayd.testing.Golden;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveTreeTest {

  private static NodePath path(String path) {
    return NodePath.parse(path);
  }

  @Test
  void enabledNodesBelowTheRootAndBelowBusesAreDevicesAfterBoot() {
    LiveTree live = booted();

    assertThat(live.devices())
        .extracting(Device::name)
        .containsExactlyInAnyOrder("1400.virtio_mmio", "1600.serial", "2010.on", "bus@2000");
    assertThat(live.device(path("/serial@1600")).map(Device::bus)).contains(Bus.AMBA);
  }

  @Test
  void theRootAndItsEnabledBusesArePopulated() {
    LiveTree live = booted();

    assertThat(live.isPopulatedBus(NodePath.ROOT)).isTrue();
    assertThat(live.isPopulatedBus(path("/bus@2000"))).isTrue();
    assertThat(live.isPopulatedBus(path("/bus-off"))).isFalse();
    assertThat(live.isPopulatedBus(path("/serial@1600"))).isFalse();
  }

  @Test
  void nodesWithoutCompatibleAndOperatingPointsAreNotDevicesAfterBoot() {
    DeviceTree tree =
        tree(
            "/ { plain { }; opp { compatible = \"operating-points-v2\"; }; x { compatible = \"x\"; }; };");

    LiveTree live = LiveTree.booted(tree);

    assertThat(live.devices()).extracting(Device::name).containsExactly("x");
  }

  @Test
  void firmwareReservedMemoryAndFramebuffersAreDevices() {
    DeviceTree tree =
        tree(
            """
            / {
              firmware { scm { compatible = "a,scm"; }; };
              reserved-memory { log { compatible = "ramoops"; }; pool { compatible = "a,pool"; }; };
              chosen { fb { compatible = "simple-framebuffer"; }; };
            };
            """);

    LiveTree live = LiveTree.booted(tree);

    assertThat(live.devices())
        .extracting(Device::name)
        .containsExactlyInAnyOrder("firmware:scm", "reserved-memory:log", "chosen:fb");
  }

  @Test
  void qemusVirtMachineHasDevicesForTransportsButNotForClocksAndInterruptControllers() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

    LiveTree live = LiveTree.booted(tree);

    assertThat(live.devices())
        .extracting(Device::name)
        .contains("a003e00.virtio_mmio", "4010000000.pcie", "9020000.fw-cfg", "psci", "timer")
        .doesNotContain("8000000.intc", "apb-pclk");
  }

  @Test
  void enablingANodeCreatesADeviceAndRemovalDestroysIt() {
    OverlayDryRun applied = booted().apply(enabling(DISK));
    OverlayDryRun removed = applied.tree().remove(1);

    assertThat(applied.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(applied.prediction().overlayId()).hasValue(1);
    assertThat(applied.prediction().created())
        .containsExactly(new Device(path(DISK), Bus.PLATFORM, "1000.virtio_mmio"));
    assertThat(applied.prediction().statusChanges())
        .containsExactly(
            new StatusChange(path(DISK), Optional.of("disabled"), Optional.of("okay")));
    assertThat(removed.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(removed.prediction().destroyed()).isEqualTo(applied.prediction().created());
    assertThat(removed.tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void anApplyDoesNotChangeTheOriginalTree() {
    LiveTree live = booted();

    live.apply(enabling(DISK));

    assertThat(live.tree()).isEqualTo(booted().tree());
    assertThat(live.device(path(DISK))).isEmpty();
  }

  @Test
  void eachChangedPropertyOfTheBootTreeLeaks() {
    Prediction prediction =
        booted().apply(overlay(DISK, OKAY + " note;", "/", "note;")).prediction();

    assertThat(prediction.leaks()).containsExactly(DISK + "/status", DISK + "/note", "/note");
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /virtio_mmio@1000/status",
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /virtio_mmio@1000/note",
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /note");
  }

  @Test
  void propertiesOfNodesAddedByOverlaysDoNotLeak() {
    LiveTree live = booted().apply(overlay("/", "new { a; };")).tree();

    Prediction prediction = live.apply(overlay("/new", "b;")).prediction();

    assertThat(prediction.leaks()).isEmpty();
  }

  @Test
  void anOverlayGetsTheLowestFreeId() {
    LiveTree live = booted();
    live = live.apply(enabling(DISK)).tree();
    live = live.apply(enabling("/virtio_mmio@1200")).tree();
    live = live.remove(1).tree();

    assertThat(live.apply(enabling(DISK)).prediction().overlayId()).hasValue(1);
  }

  @Test
  void anOverlayRefusedBeforeItsChangesetWasBuiltKeepsItsIdUntilRemoved() {
    OverlayDryRun refused = booted().apply(enabling("/nowhere"));

    assertThat(refused.prediction().errno()).isEqualTo(Errno.EINVAL);
    assertThat(refused.prediction().overlayId()).hasValue(1);
    assertThat(refused.tree().apply(enabling(DISK)).prediction().overlayId()).hasValue(2);
    assertThat(refused.tree().remove(1).prediction().errno()).isEqualTo(Errno.OK);
  }

  @Test
  void applyOrRemoveRemovesARefusedOverlay() {
    OverlayDryRun refused = booted().applyOrRemove(enabling("/nowhere"));

    assertThat(refused.prediction().overlayId()).isEmpty();
    assertThat(refused.tree().apply(enabling(DISK)).prediction().overlayId()).hasValue(1);
  }

  @Test
  void applyOrRemoveKeepsAnOverlayWhoseChangesetWasBuilt() {
    byte[] duplicateChanges = overlay(DISK, OKAY, DISK, OKAY);

    OverlayDryRun refused = booted().applyOrRemove(duplicateChanges);

    assertThat(refused.prediction().overlayId()).hasValue(1);
    assertThat(refused.prediction().has(Hazard.Kind.REFUSED_BUT_KEPT)).isTrue();
    assertThat(refused.tree().apply(enabling(DISK)).prediction().overlayId()).hasValue(2);
  }
}
