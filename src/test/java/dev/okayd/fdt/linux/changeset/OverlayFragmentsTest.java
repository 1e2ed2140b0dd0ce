package dev.okayd.fdt.linux.changeset;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.blob;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
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

  private static Prediction predict(byte[] blob) {
    return booted().apply(blob).prediction();
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
  void refusesATargetPathThatIsNotAFullPath(String path) {
    Prediction prediction = predict(enabling(path));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: overlay: find target, node: /fragment@0, path '" + path + "' not found",
            "OF: overlay: init_overlay_changeset() failed, ret = -22");
    assertThat(prediction.reason()).contains("target-path of /fragment@0 is \"" + path + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, "disk", DISK + ":115200", "disk:115200n8"})
  void aTargetPathCanBeginWithAnAliasAndEndWithOptions(String path) {
    assertThat(predict(enabling(path)).created()).hasSize(1);
  }

  @Test
  void findsATargetByItsPhandle() {
    assertThat(predict(fragment("target = <9>;")).created()).hasSize(1);
  }

  @Test
  void aTargetTakesPrecedenceOverATargetPath() {
    Prediction prediction = predict(fragment("target = <0x77>; target-path = \"" + DISK + "\";"));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0x77 not found");
  }

  @Test
  void unlikeLibfdtDoesNotUseTheTargetPathIfTheTargetIsZero() {
    Prediction prediction = predict(fragment("target = <0>; target-path = \"" + DISK + "\";"));

    assertThat(prediction.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0x0 not found");
  }

  @Test
  void usesTheTargetPathIfTheTargetIsTooShort() {
    Prediction prediction = predict(fragment("target = [00 09]; target-path = \"" + DISK + "\";"));

    assertThat(prediction.created()).hasSize(1);
  }

  @Test
  void refusesAFragmentWithoutTarget() {
    Prediction prediction = predict(fragment(""));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, no target property");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ { };", "/ { fragment@0 { target-path = \"/\"; }; };"})
  void refusesAnOverlayWithoutFragment(String body) {
    Prediction prediction = predict(blob(body));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).contains("OF: overlay: no fragments or symbols in overlay");
  }

  @Test
  void refusesAllFragmentsIfOneTargetIsMissing() {
    OverlayDryRun outcome = booted().apply(overlay(DISK, OKAY, "/nowhere", OKAY));

    assertThat(outcome.prediction().errno()).isEqualTo(Errno.EINVAL);
    assertThat(outcome.tree().tree()).isEqualTo(booted().tree());
    assertThat(outcome.prediction().hazards()).isEmpty();
  }

  @Test
  void theOverlayNodeCanHaveAUnitAddress() {
    byte[] blob =
        blob("/ { f { target-path = \"" + DISK + "\"; __overlay__@1 { " + OKAY + " }; }; };");

    assertThat(predict(blob).created()).hasSize(1);
  }

  @Test
  void labelsOfAnOverlayRequireALiveTreeWithSymbols() {
    Prediction prediction = predict(plugin("&{" + DISK + "} { " + OKAY + " label: new { }; };"));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: overlay: symbols in overlay, but not in live tree",
            "OF: overlay: init_overlay_changeset() failed, ret = -22");
  }

  @Test
  void appliesAnOverlayWithoutChangesWithoutEffect() {
    Prediction prediction = predict(overlay(DISK, ""));

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(NoEffect.Why.NOTHING_CHANGES);
  }
}
