package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
import static dev.okayd.fdt.linux.Trees.overlay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayRemovalTest {
  private static final String SIBLING = "/virtio_mmio@1200";

  private static LiveTree with(LiveTree live, String... fragments) {
    return live.apply(overlay(fragments)).tree();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 77})
  void refusesToRemoveAnUnknownOverlay(int id) {
    Prediction prediction = booted().remove(id).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.ENODEV);
    assertThat(prediction.kernelLog())
        .containsExactly("OF: overlay: remove: Could not find overlay #" + id);
  }

  @ParameterizedTest
  @CsvSource({"/virtio_mmio@1000, note;", "/, note;", "/virtio_mmio@1000, new { };"})
  void aLaterOverlayOnTheSameNodeAboveOrBelowMustBeRemovedFirst(String node, String change) {
    LiveTree live = with(with(booted(), DISK, OKAY), node, change);

    OverlayDryRun lower = live.remove(1);
    OverlayDryRun upper = live.remove(2);

    assertThat(lower.prediction().errno()).isEqualTo(Errno.EBUSY);
    assertThat(lower.prediction().kernelLog())
        .containsExactly(
            "OF: overlay: node_overlaps_later_cs: #1 overlaps with #2 @" + DISK,
            "OF: overlay: overlay #1 is not topmost");
    assertThat(lower.prediction().reason()).contains("remove #2 first");
    assertThat(upper.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(upper.tree().remove(1).prediction().errno()).isEqualTo(Errno.OK);
  }

  @Test
  void overlaysOnSiblingsCanBeRemovedInAnyOrder() {
    LiveTree live = with(with(booted(), DISK, OKAY), SIBLING, OKAY);

    OverlayDryRun first = live.remove(1);

    assertThat(first.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(first.tree().remove(2).tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void removalRestoresTheOriginalTree() {
    LiveTree live =
        with(booted(), DISK, OKAY + " note; new { a; };", "/bus@2000", "status = \"disabled\";");

    LiveTree after = live.remove(1).tree();

    assertThat(after.tree()).isEqualTo(booted().tree());
  }

  @Test
  void removalOfAnAddedStatusCreatesTheDeviceAgain() {
    LiveTree live = with(booted(), "/virtio_mmio@1400", "status = \"disabled\";");

    Prediction prediction = live.remove(1).prediction();

    assertThat(prediction.created()).extracting(Device::name).containsExactly("1400.virtio_mmio");
    assertThat(prediction.statusChanges())
        .extracting(change -> change.after().isPresent())
        .containsExactly(false);
  }

  @Test
  void removalOfAnAddedNodeDestroysItsDevice() {
    LiveTree live = with(booted(), "/", "new { " + OKAY + " };");

    Prediction prediction = live.remove(1).prediction();

    assertThat(prediction.destroyed()).extracting(Device::name).containsExactly("new");
  }

  @Test
  void aKeptRefusedOverlayBlocksTheRemovalOfEarlierOnes() {
    LiveTree live = with(booted(), DISK, "note;");
    live = with(live, DISK, OKAY, DISK, OKAY);

    assertThat(live.remove(1).prediction().errno()).isEqualTo(Errno.EBUSY);
  }

  @Test
  void removingARefusedOverlayCrashesIfItWouldRestoreAProperty() {
    LiveTree live = with(booted(), DISK, OKAY, DISK, OKAY);

    Prediction prediction = live.remove(1).prediction();

    assertThat(prediction.has(Hazard.Kind.KERNEL_CRASH)).isTrue();
    assertThat(prediction.isGood()).isFalse();
  }

  @Test
  void removingARefusedOverlayFailsIfItWouldRemoveAProperty() {
    LiveTree live = with(booted(), "/", "new { };", "/", "new { };");

    Prediction prediction = live.remove(1).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.ENODEV);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: changeset: apply failed: REMOVE_PROPERTY /new:name",
            "OF: Error reverting changeset (-19)");
    assertThat(prediction.hazards()).isEmpty();
  }

  @Test
  void anOverlayRefusedBeforeAnyEntryWasBuiltIsRemovedSafely() {
    LiveTree live = booted().apply(enabling("/nowhere")).tree();
    LiveTree cells = with(booted(), "/", "#address-cells = <2>;");

    assertThat(live.remove(1).prediction().errno()).isEqualTo(Errno.OK);
    assertThat(cells.remove(1).prediction().errno()).isEqualTo(Errno.OK);
  }
}
