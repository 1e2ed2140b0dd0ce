package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.overlay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.linux.device.StatusHazards;
import dev.okayd.fdt.linux.device.VirtioHazards;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Hazard.Kind;
import dev.okayd.fdt.linux.prediction.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link StatusHazards} and {@link VirtioHazards}. */
class HazardsTest {
  private static final String NEW_TRANSPORT =
      "virtio_mmio@1a00 { compatible = \"virtio,mmio\"; reg = <0x1a00 0x200>; interrupts = <0 5 1>; };";

  private static Prediction predict(String... fragments) {
    return booted().apply(overlay(fragments)).prediction();
  }

  @Test
  void enablingATransportHasNoHazard() {
    assertThat(predict(DISK, OKAY).hazards()).isEmpty();
  }

  @Test
  void anAddedTransportCannotBeRemovedSafely() {
    OverlayDryRun added = booted().apply(overlay("/", NEW_TRANSPORT));
    Prediction removed = added.tree().remove(1).prediction();

    assertThat(added.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(added.prediction().hazards())
        .extracting(Hazard::kind)
        .containsExactly(Kind.UNSAFE_REMOVAL);
    assertThat(removed.errno()).isEqualTo(Errno.OK);
    assertThat(removed.hazards()).extracting(Hazard::kind).containsExactly(Kind.UNSAFE_REMOVAL);
  }

  @Test
  void otherAddedNodesCanBeRemovedSafely() {
    assertThat(predict("/", "new { };").hazards()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "reg = <0x1a00 0x200>;, no interrupts",
    "interrupts = <0 5 1>;, no reg",
    "reg = <0x1a00 0x200>; interrupts = <0 5 1>; interrupt-parent = <0x99>;, no interrupt-parent"
  })
  void theDriverCannotBindATransportWithoutRegistersOrInterrupt(String properties, String message) {
    Prediction prediction =
        predict("/", "new { compatible = \"virtio,mmio\"; " + properties + " };");

    assertThat(prediction.hazards())
        .filteredOn(hazard -> hazard.kind() == Kind.DRIVER_CANNOT_BIND)
        .singleElement()
        .satisfies(hazard -> assertThat(hazard.message()).contains(message));
  }

  @Test
  void interruptsExtendedNeedsNoInterruptParent() {
    Prediction prediction =
        predict(
            "/",
            "new { compatible = \"virtio,mmio\"; reg = <0x1a00 0x200>; interrupts-extended = <7 0 5 1>; };");

    assertThat(prediction.has(Kind.DRIVER_CANNOT_BIND)).isFalse();
  }

  @Test
  void anEmptyStatusCrashesTheKernel() {
    Prediction prediction = predict(DISK, "status;");

    assertThat(prediction.has(Kind.KERNEL_CRASH)).isTrue();
    assertThat(prediction.isGood()).isFalse();
  }

  @Test
  void anUnterminatedStatusIsUndefined() {
    assertThat(predict(DISK, "status = [6f 6b];").has(Kind.UNDEFINED)).isTrue();
  }

  @Test
  void enablingTheRootCrashesTheKernel() {
    LiveTree live = booted().apply(overlay("/", "status = \"disabled\";")).tree();

    assertThat(live.remove(1).prediction().has(Kind.KERNEL_CRASH)).isTrue();
  }
}
