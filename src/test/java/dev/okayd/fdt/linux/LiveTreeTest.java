package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.flip;
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
  void whatIsEnabledBelowTheRootAndBelowBusesIsADeviceAfterBoot() {
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
  void nodesWithoutCompatibleAndOperatingPointsAreNoDevicesAfterBoot() {
    DeviceTree tree =
        tree(
            "/ { plain { }; opp { compatible = \"operating-points-v2\"; }; x { compatible = \"x\"; }; };");

    LiveTree live = LiveTree.booted(tree);

    assertThat(live.devices()).extracting(Device::name).containsExactly("x");
  }

  @Test
  void firmwareReservedMemoryAndFramebuffersAreDevicesWhereverTheyAre() {
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
  void aRealMachineHasItsTransportsAndNoneForClocksAndInterruptControllers() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

    LiveTree live = LiveTree.booted(tree);

    assertThat(live.devices())
        .extracting(Device::name)
        .contains("a003e00.virtio_mmio", "4010000000.pcie", "9020000.fw-cfg", "psci", "timer")
        .doesNotContain("8000000.intc", "apb-pclk");
  }

  @Test
  void aFlipMakesADeviceAndItsRemovalTakesItAway() {
    OverlayDryRun applied = booted().apply(flip(DISK));
    OverlayDryRun removed = applied.tree().remove(1);

    assertThat(applied.verdict().errno()).isEqualTo(Errno.OK);
    assertThat(applied.verdict().overlayId()).hasValue(1);
    assertThat(applied.verdict().created())
        .containsExactly(new Device(path(DISK), Bus.PLATFORM, "1000.virtio_mmio"));
    assertThat(applied.verdict().statusChanges())
        .containsExactly(
            new StatusChange(path(DISK), Optional.of("disabled"), Optional.of("okay")));
    assertThat(removed.verdict().errno()).isEqualTo(Errno.OK);
    assertThat(removed.verdict().destroyed()).isEqualTo(applied.verdict().created());
    assertThat(removed.tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void applyingChangesNothingAboutTheTreeThatItIsTriedOn() {
    LiveTree live = booted();

    live.apply(flip(DISK));

    assertThat(live.tree()).isEqualTo(booted().tree());
    assertThat(live.device(path(DISK))).isEmpty();
  }

  @Test
  void eachChangedPropertyOfTheBootedTreeLeaks() {
    Prediction verdict = booted().apply(overlay(DISK, OKAY + " note;", "/", "note;")).verdict();

    assertThat(verdict.leaks()).containsExactly(DISK + "/status", DISK + "/note", "/note");
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /virtio_mmio@1000/status",
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /virtio_mmio@1000/note",
            "OF: overlay: WARNING: memory leak will occur if overlay removed, property: /note");
  }

  @Test
  void propertiesOfNodesThatOverlaysHaveAddedDoNotLeak() {
    LiveTree live = booted().apply(overlay("/", "new { a; };")).tree();

    Prediction verdict = live.apply(overlay("/new", "b;")).verdict();

    assertThat(verdict.leaks()).isEmpty();
  }

  @Test
  void numbersAreTheLowestOnesThatAreFree() {
    LiveTree live = booted();
    live = live.apply(flip(DISK)).tree();
    live = live.apply(flip("/virtio_mmio@1200")).tree();
    live = live.remove(1).tree();

    assertThat(live.apply(flip(DISK)).verdict().overlayId()).hasValue(1);
  }

  @Test
  void whatWasRefusedBeforeItWasBuiltKeepsANumberUntilItIsRemoved() {
    OverlayDryRun refused = booted().apply(flip("/nowhere"));

    assertThat(refused.verdict().errno()).isEqualTo(Errno.EINVAL);
    assertThat(refused.verdict().overlayId()).hasValue(1);
    assertThat(refused.tree().apply(flip(DISK)).verdict().overlayId()).hasValue(2);
    assertThat(refused.tree().remove(1).verdict().errno()).isEqualTo(Errno.OK);
  }

  @Test
  void takenOffItHasNone() {
    OverlayDryRun refused = booted().applyOrTakeOff(flip("/nowhere"));

    assertThat(refused.verdict().overlayId()).isEmpty();
    assertThat(refused.tree().apply(flip(DISK)).verdict().overlayId()).hasValue(1);
  }

  @Test
  void whatWasRefusedWhileItWasBuiltIsNotTakenOff() {
    byte[] twice = overlay(DISK, OKAY, DISK, OKAY);

    OverlayDryRun refused = booted().applyOrTakeOff(twice);

    assertThat(refused.verdict().overlayId()).hasValue(1);
    assertThat(refused.verdict().has(Hazard.Kind.REFUSED_BUT_KEPT)).isTrue();
    assertThat(refused.tree().apply(flip(DISK)).verdict().overlayId()).hasValue(2);
  }
}
