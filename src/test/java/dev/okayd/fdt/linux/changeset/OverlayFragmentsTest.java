package dev.okayd.fdt.linux.changeset;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.blob;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.flip;
import static dev.okayd.fdt.linux.Trees.overlay;
import static dev.okayd.fdt.linux.Trees.plugin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayFragmentsTest {

  private static Prediction verdict(byte[] blob) {
    return booted().apply(blob).verdict();
  }

  private static byte[] fragment(String target) {
    return blob("/ { fragment@0 { " + target + " __overlay__ { " + OKAY + " }; }; };");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/virtio_mmio",
        "/VIRTIO_MMIO@1000",
        "/virtio_mmio@1000/",
        "//",
        "",
        "x"
      })
  void aTargetPathIsTheWholeNameOfANode(String path) {
    Prediction verdict = verdict(flip(path));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: overlay: find target, node: /fragment@0, path '" + path + "' not found",
            "OF: overlay: init_overlay_changeset() failed, ret = -22");
    assertThat(verdict.reason()).contains("target-path of /fragment@0 is \"" + path + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, "disk", DISK + ":115200", "disk:115200n8"})
  void aTargetPathMayBeginWithAnAliasAndEndWithOptions(String path) {
    assertThat(verdict(flip(path)).created()).hasSize(1);
  }

  @Test
  void aTargetIsAPhandle() {
    assertThat(verdict(fragment("target = <9>;")).created()).hasSize(1);
  }

  @Test
  void thePhandleGoesBeforeThePath() {
    Prediction verdict = verdict(fragment("target = <0x77>; target-path = \"" + DISK + "\";"));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0x77 not found");
  }

  @Test
  void unlikeInLibfdtAPhandleOfZeroDoesNotFallThroughToThePath() {
    Prediction verdict = verdict(fragment("target = <0>; target-path = \"" + DISK + "\";"));

    assertThat(verdict.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0x0 not found");
  }

  @Test
  void aPhandleThatIsTooShortDoes() {
    Prediction verdict = verdict(fragment("target = [00 09]; target-path = \"" + DISK + "\";"));

    assertThat(verdict.created()).hasSize(1);
  }

  @Test
  void aFragmentHasATarget() {
    Prediction verdict = verdict(fragment(""));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, no target property");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ { };", "/ { fragment@0 { target-path = \"/\"; }; };"})
  void anOverlayHasAFragment(String body) {
    Prediction verdict = verdict(blob(body));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).contains("OF: overlay: no fragments or symbols in overlay");
  }

  @Test
  void oneFragmentWithoutItsTargetRefusesThemAll() {
    OverlayDryRun outcome = booted().apply(overlay(DISK, OKAY, "/nowhere", OKAY));

    assertThat(outcome.verdict().errno()).isEqualTo(Errno.EINVAL);
    assertThat(outcome.tree().tree()).isEqualTo(booted().tree());
    assertThat(outcome.verdict().hazards()).isEmpty();
  }

  @Test
  void anOverlayNodeMayHaveAUnitAddress() {
    byte[] blob =
        blob("/ { f { target-path = \"" + DISK + "\"; __overlay__@1 { " + OKAY + " }; }; };");

    assertThat(verdict(blob).created()).hasSize(1);
  }

  @Test
  void labelsOfAnOverlayWantALiveTreeWithSymbols() {
    Prediction verdict = verdict(plugin("&{" + DISK + "} { " + OKAY + " label: new { }; };"));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: overlay: symbols in overlay, but not in live tree",
            "OF: overlay: init_overlay_changeset() failed, ret = -22");
  }

  @Test
  void anOverlayThatChangesNothingIsAppliedWithoutEffect() {
    Prediction verdict = verdict(overlay(DISK, ""));

    assertThat(verdict.errno()).isEqualTo(Errno.OK);
    assertThat(verdict.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(NoEffect.Why.NOTHING_CHANGES);
  }
}
