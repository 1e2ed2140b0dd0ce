package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.flip;
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
  void whatIsNotThereIsNotRemoved(int id) {
    Prediction verdict = booted().remove(id).verdict();

    assertThat(verdict.errno()).isEqualTo(Errno.ENODEV);
    assertThat(verdict.kernelLog())
        .containsExactly("OF: overlay: remove: Could not find overlay #" + id);
  }

  @ParameterizedTest
  @CsvSource({"/virtio_mmio@1000, note;", "/, note;", "/virtio_mmio@1000, new { };"})
  void anOverlayOnTheSameNodeAboveOrBelowHasToGoFirst(String node, String change) {
    LiveTree live = with(with(booted(), DISK, OKAY), node, change);

    OverlayDryRun lower = live.remove(1);
    OverlayDryRun upper = live.remove(2);

    assertThat(lower.verdict().errno()).isEqualTo(Errno.EBUSY);
    assertThat(lower.verdict().kernelLog())
        .containsExactly(
            "OF: overlay: node_overlaps_later_cs: #1 overlaps with #2 @" + DISK,
            "OF: overlay: overlay #1 is not topmost");
    assertThat(lower.verdict().reason()).contains("remove #2 first");
    assertThat(upper.verdict().errno()).isEqualTo(Errno.OK);
    assertThat(upper.tree().remove(1).verdict().errno()).isEqualTo(Errno.OK);
  }

  @Test
  void siblingsAreRemovedInAnyOrder() {
    LiveTree live = with(with(booted(), DISK, OKAY), SIBLING, OKAY);

    OverlayDryRun first = live.remove(1);

    assertThat(first.verdict().errno()).isEqualTo(Errno.OK);
    assertThat(first.tree().remove(2).tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void everythingIsAsItWasBefore() {
    LiveTree live =
        with(booted(), DISK, OKAY + " note; new { a; };", "/bus@2000", "status = \"disabled\";");

    LiveTree after = live.remove(1).tree();

    assertThat(after.tree()).isEqualTo(booted().tree());
  }

  @Test
  void aStatusThatWasAddedGoesAndTheDeviceComesBack() {
    LiveTree live = with(booted(), "/virtio_mmio@1400", "status = \"disabled\";");

    Prediction verdict = live.remove(1).verdict();

    assertThat(verdict.created()).extracting(Device::name).containsExactly("1400.virtio_mmio");
    assertThat(verdict.statusChanges())
        .extracting(change -> change.after().isPresent())
        .containsExactly(false);
  }

  @Test
  void aNodeThatWasAddedGoesWithItsDevice() {
    LiveTree live = with(booted(), "/", "new { " + OKAY + " };");

    Prediction verdict = live.remove(1).verdict();

    assertThat(verdict.destroyed()).extracting(Device::name).containsExactly("new");
  }

  @Test
  void whatWasRefusedAndKeptBlocksWhatWasOnBefore() {
    LiveTree live = with(booted(), DISK, "note;");
    live = with(live, DISK, OKAY, DISK, OKAY);

    assertThat(live.remove(1).verdict().errno()).isEqualTo(Errno.EBUSY);
  }

  @Test
  void removingWhatWasNeverAppliedCrashesWhereItWouldSetAPropertyBack() {
    LiveTree live = with(booted(), DISK, OKAY, DISK, OKAY);

    Prediction verdict = live.remove(1).verdict();

    assertThat(verdict.has(Hazard.Kind.KERNEL_CRASH)).isTrue();
    assertThat(verdict.isGood()).isFalse();
  }

  @Test
  void removingWhatWasNeverAppliedIsRefusedWhereItWouldRemoveAProperty() {
    LiveTree live = with(booted(), "/", "new { };", "/", "new { };");

    Prediction verdict = live.remove(1).verdict();

    assertThat(verdict.errno()).isEqualTo(Errno.ENODEV);
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: changeset: apply failed: REMOVE_PROPERTY /new:name",
            "OF: Error reverting changeset (-19)");
    assertThat(verdict.hazards()).isEmpty();
  }

  @Test
  void aRefusalBeforeAnythingWasBuiltIsRemovedWithoutHarm() {
    LiveTree live = booted().apply(flip("/nowhere")).tree();
    LiveTree cells = with(booted(), "/", "#address-cells = <2>;");

    assertThat(live.remove(1).verdict().errno()).isEqualTo(Errno.OK);
    assertThat(cells.remove(1).verdict().errno()).isEqualTo(Errno.OK);
  }
}
