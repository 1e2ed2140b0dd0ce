package dev.okayd.fdt.linux.device;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
import static dev.okayd.fdt.linux.Trees.overlay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.NoEffect.Why;
import dev.okayd.fdt.linux.prediction.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ReconfigNotifications}, {@link PlatformNotifier} and {@link DeviceStateChange}. */
class ReconfigNotificationsTest {
  private static final String ENABLED = "/virtio_mmio@1400";

  private static Prediction predict(String... fragments) {
    return booted().apply(overlay(fragments)).prediction();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"okay\"", "\"ok\"", "\"okay\", \"disabled\""})
  void okayAndOkEnableADisabledNode(String status) {
    assertThat(predict(DISK, "status = " + status + ";").created()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"enabled\"", "\"okay \"", "\"OKAY\"", "\"reserved\"", "\"\""})
  void anyOtherStatusMeansDisabled(String status) {
    Prediction prediction = predict(DISK, "status = " + status + ";");

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.created()).isEmpty();
    assertThat(prediction.withoutEffect())
        .containsExactly(new NoEffect(NodePath.parse(DISK), Why.STATUS_UNCHANGED));
  }

  @Test
  void settingOkayAgainHasNoEffect() {
    LiveTree live = booted().apply(enabling(DISK)).tree();

    Prediction again = live.apply(enabling(DISK)).prediction();

    assertThat(again.created()).isEmpty();
    assertThat(again.withoutEffect()).extracting(NoEffect::why).contains(Why.STATUS_UNCHANGED);
  }

  @Test
  void aNodeWithoutStatusIsEnabled() {
    assertThat(predict(ENABLED, OKAY).withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.STATUS_UNCHANGED);
    assertThat(predict(ENABLED, "status = \"disabled\";").destroyed())
        .extracting(Device::name)
        .containsExactly("1400.virtio_mmio");
  }

  @Test
  void anEnabledBusBecomesADeviceButItsChildrenDoNot() {
    Prediction prediction = predict("/bus-off", OKAY, "/bus-off/below@3000", OKAY);

    assertThat(prediction.created()).extracting(Device::name).containsExactly("bus-off");
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.CHILDREN_WITHOUT_DEVICES, Why.PARENT_IS_NO_BUS);
  }

  @Test
  void aDeviceNameHasTheTranslatedAddress() {
    assertThat(predict("/bus@2000/off@0", OKAY).created())
        .extracting(Device::name)
        .containsExactly("2000.off");
  }

  @Test
  void aDeviceNameWithoutAddressHasTheNamesOfTheAncestors() {
    assertThat(predict("/bus@2000", "new { };").created())
        .extracting(Device::name)
        .containsExactly("bus@2000:new");
  }

  @Test
  void aDeviceNameIgnoresAnAddressOutsideOfTheRanges() {
    assertThat(predict("/bus@2000", "new@5000 { reg = <0x5000 16>; };").created())
        .extracting(Device::name)
        .containsExactly("bus@2000:new@5000");
  }

  @Test
  void aNewNodeIsADeviceEvenWithoutCompatible() {
    assertThat(predict("/", "new { below { }; };").created())
        .extracting(Device::name)
        .containsExactly("new");
  }

  @Test
  void aNewDisabledNodeIsNotADevice() {
    Prediction prediction = predict("/", "new { status = \"disabled\"; };");

    assertThat(prediction.created()).isEmpty();
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.ADDED_DISABLED);
  }

  @Test
  void anAmbaDeviceStaysWhenItsNodeIsDisabled() {
    Prediction prediction = predict("/serial@1600", "status = \"disabled\";");

    assertThat(prediction.destroyed()).isEmpty();
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.NO_PLATFORM_DEVICE);
  }

  @Test
  void atRunTimeAnAmbaNodeBecomesAPlatformDevice() {
    Prediction prediction = predict("/rtc@1800", OKAY);

    assertThat(prediction.created()).extracting(Device::bus).containsExactly(Device.Bus.PLATFORM);
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.AMBA_DRIVER_CANNOT_BIND);
  }

  @Test
  void disablingABusDestroysItsDevices() {
    OverlayDryRun disabled = booted().apply(overlay("/bus@2000", "status = \"disabled\";"));
    OverlayDryRun back = disabled.tree().remove(1);

    assertThat(disabled.prediction().destroyed())
        .extracting(Device::name)
        .containsExactly("2010.on", "bus@2000");
    assertThat(back.prediction().created()).extracting(Device::name).containsExactly("bus@2000");
    assertThat(back.tree().isPopulatedBus(NodePath.parse("/bus@2000"))).isFalse();
  }

  @Test
  void aDuplicateDeviceNameIsAnErrorButTheChangesStay() {
    byte[] overlay =
        overlay("/", "x@2100 { reg = <0x2100 16>; };", "/bus@2000", "x@100 { reg = <0x100 16>; };");

    OverlayDryRun outcome = booted().apply(overlay);

    assertThat(outcome.prediction().errno()).isEqualTo(Errno.EINVAL);
    assertThat(outcome.prediction().kernelLog())
        .endsWith(
            "OF: of_platform_notify: failed to create for '/bus@2000/x@100'",
            "OF: changeset notifier error @/bus@2000/x@100",
            "OF: overlay: overlay apply changeset entry notify error -22");
    assertThat(outcome.tree().tree().find(NodePath.parse("/bus@2000/x@100"))).isPresent();
    assertThat(outcome.tree().remove(1).tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void applyOrRemoveRemovesTheChangesAfterADuplicateDeviceName() {
    byte[] overlay =
        overlay("/", "x@2100 { reg = <0x2100 16>; };", "/bus@2000", "x@100 { reg = <0x100 16>; };");

    OverlayDryRun outcome = booted().applyOrRemove(overlay);

    assertThat(outcome.prediction().errno()).isEqualTo(Errno.EINVAL);
    assertThat(outcome.prediction().created()).isEmpty();
    assertThat(outcome.tree().tree()).isEqualTo(booted().tree());
    assertThat(outcome.tree().devices()).isEqualTo(booted().devices());
  }
}
