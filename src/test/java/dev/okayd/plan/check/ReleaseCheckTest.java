package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that a release does not have (according to the release tags of xen-project/xen). */
class ReleaseCheckTest {
  private static OkaydException refusal(Specs specs) {
    return catchThrowableOfType(OkaydException.class, () -> Plans.plan(specs));
  }

  private static boolean grantsOf(Specs specs, String device) {
    return Plans.plan(specs).slotOf(device).orElseThrow().grants().isPresent();
  }

  private static Specs rebinding(String platform) {
    return Specs.on(platform)
        .trapUnmappedAccesses(false)
        .backend("storage", 0)
        .with(new DeviceSpec("data", DeviceType.BLK, "storage", Optional.of(SlotKind.REBIND)));
  }

  @ParameterizedTest
  @CsvSource({"xen, 4.17", "xen, 4.20", "xen-dom0less, 4.17", "xen-dom0less, 4.20"})
  void refusesRebindIfTheReleaseCannotAnswerAccesses(String platform, String version) {
    OkaydException refusal = refusal(rebinding(platform).version(version));

    assertThat(refusal.faults())
        .extracting(OkaydException.Fault::code)
        .containsExactlyInAnyOrder(ErrorCode.REBIND_NOT_POSSIBLE, ErrorCode.NOT_IN_THIS_RELEASE);
    assertThat(refusal.faults())
        .anyMatch(
            fault ->
                fault
                    .message()
                    .contains(
                        "which release 4.21 introduced, but the spec's version is " + version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.21", "4.22"})
  void acceptsRebindIfTheReleaseCanAnswerAccesses(String version) {
    assertThat(Plans.plan(rebinding("xen").version(version)).slotOf("data")).isPresent();
  }

  @Test
  void acceptsRebindOfAGuestThatXlCreatesPaused() {
    Specs paused =
        Specs.on("xen")
            .version("4.17")
            .createdPaused()
            .with(new DeviceSpec("data", DeviceType.BLK, "storage", Optional.of(SlotKind.REBIND)));

    assertThat(Plans.plan(paused).slotOf("data")).isPresent();
  }

  @Test
  void refusesAPausedDom0lessGuest() {
    Specs specs = Specs.on("xen-dom0less").createdPaused().with(Specs.gated("disk"));

    assertThat(refusal(specs)).hasMessageContaining("machine.createdPaused is true, but platform");
  }

  @ParameterizedTest
  @CsvSource({"4.18, 28, true", "4.21, 29, false", "4.22, 29, true", "4.22, 129, false"})
  void refusesMoreVcpusThanTheTreeHasRoomFor(String version, int vcpus, boolean fits) {
    Specs specs = Specs.on("xen-dom0less").version(version).vcpus(vcpus);

    if (fits) {
      assertThat(Plans.plan(specs).slots()).isEmpty();
    } else {
      assertThat(refusal(specs)).hasMessageContaining("machine.vcpus is " + vcpus);
    }
  }

  @Test
  void refusesAnsweredAccessesOfAnOldReleaseWithoutRebindDevices() {
    Specs specs =
        Specs.on("xen-dom0less")
            .version("4.19")
            .trapUnmappedAccesses(false)
            .with(Specs.gated("disk"));

    assertThat(refusal(specs).code()).isEqualTo(ErrorCode.NOT_IN_THIS_RELEASE);
  }

  @Test
  void refusesABootDeviceThatXlWouldIgnore() {
    Specs old = Specs.on("xen").version("4.17").with(Specs.boot("con"));
    Specs fresh = Specs.on("xen").version("4.18").with(Specs.boot("con"));

    assertThat(refusal(old))
        .hasMessageContaining(
            "Device \"con\" is in a boot slot: this needs virtio in xl.cfg, which release 4.18 introduced")
        .hasMessageContaining("make it \"gated\"");
    assertThat(Plans.plan(fresh).slotOf("con")).isPresent();
  }

  @Test
  void refusesABootDiskOfAXenWithoutVirtio() {
    Specs specs = Specs.on("xen").version("4.16").with(Specs.boot("root", DeviceType.BLK));

    assertThat(refusal(specs).code()).isEqualTo(ErrorCode.NOT_IN_THIS_RELEASE);
  }

  @ParameterizedTest
  @CsvSource({"4.17, 1, true", "4.18, 1, true", "4.18, 0, false", "4.19, 1, false"})
  void aBootDiskUsesGrantsByXlsDefaultIfTheSpecHasNoGrants(
      String version, int domid, boolean uses) {
    Specs specs =
        Specs.on("xen")
            .version(version)
            .backend("storage", domid)
            .with(Specs.boot("data", DeviceType.BLK));

    assertThat(grantsOf(specs, "data")).isEqualTo(uses);
  }

  /** libxl_domain_qualifier_to_domid: a name of digits is a domid. */
  @ParameterizedTest
  @CsvSource({"storage, true", "0, false", "1, true"})
  void treatsABackendWithoutADomidAsAnotherDomainUnlessItsNameIsZero(String name, boolean uses) {
    Specs specs =
        Specs.on("xen")
            .version("4.18")
            .with(new DeviceSpec("data", DeviceType.BLK, name, Optional.of(SlotKind.BOOT)));

    assertThat(grantsOf(specs, "data")).isEqualTo(uses);
  }

  @Test
  void acceptsForcedGrantsIfTheToolstackNamesTheDomain() {
    Specs old =
        Specs.on("xen")
            .version("4.17")
            .grants(GrantMode.FORCED)
            .backend("storage", 2)
            .with(Specs.boot("data", DeviceType.BLK));
    Specs amd =
        Specs.on("xen-amd")
            .grants(GrantMode.FORCED)
            .backend("storage", 0)
            .with(Specs.boot("data", DeviceType.BLK));

    assertThat(grantsOf(old, "data")).isTrue();
    assertThat(grantsOf(amd, "data")).isTrue();
  }

  @Test
  void refusesGrantsNoneIfTheToolstackForcesGrants() {
    Specs specs =
        Specs.on("xen-amd").grants(GrantMode.NONE).with(Specs.boot("data", DeviceType.BLK));

    assertThat(refusal(specs)).hasMessageContaining("xl always makes it use grants");
  }

  @Test
  void assignsNoGrantsToDevicesThatAmdsXlCannotStart() {
    assertThat(grantsOf(Specs.on("xen-amd").with(Specs.boot("con")), "con")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"xen, 4.14", "xen-dom0less, 4.11", "xen-direct-map, 4.6", "xen-amd, 4.14"})
  void refusesAXenThatIsOlderThanIoreqServersOnArm(String platform, String version) {
    Specs specs = Specs.on(platform).version(version).with(Specs.gated("disk"));
    if (platform.equals("xen-direct-map")) {
      specs.window("0x50000000", 100);
    }

    assertThat(refusal(specs).faults())
        .anyMatch(
            fault ->
                fault
                    .message()
                    .endsWith(
                        "from 4.15 on: before, no backend can serve a device of a guest on Arm"));
  }

  @ParameterizedTest
  @CsvSource({
    "i2c, 6.1, -device vhost-user-i2c-device, 6.2",
    "gpio, 7.1, -device vhost-user-gpio-device, 7.2",
    "sound, 8.2, -device vhost-user-snd, 9.0"
  })
  void refusesADeviceThatIsNewerThanTheQemu(
      String type, String version, String option, String since) {
    Specs specs = Specs.on("qemu-virt").with(Specs.gated("new", DeviceType.of(type), "host"));

    assertThat(refusal(specs.version(version)))
        .hasMessageContaining(option)
        .hasMessageContaining("which release " + since + " introduced");
    assertThat(Plans.plan(specs.version(since)).slots()).hasSize(1);
  }

  @Test
  void refusesAQemuWithLegacyTransports() {
    Specs specs = Specs.on("qemu-virt").version("4.1").with(Specs.gated("disk"));

    assertThat(refusal(specs))
        .hasMessage(
            "The spec's version is 4.1, but okayd plans guests for QEMU only from 4.2 on: an earlier one knows no virtio-mmio.force-legacy, without which transports are legacy ones");
  }

  @Test
  void warnsOfADeviceThatSomeVersionsOfQemuLack() {
    Specs specs = Specs.on("qemu-virt").with(Specs.gated("band", DeviceType.SOUND, "host"));

    assertThat(Plans.blueprint(specs).warnings())
        .contains(
            "Device \"band\" needs QEMU 9.0 (-device vhost-user-snd); set the version of QEMU to have it checked");
    assertThat(Plans.blueprint(specs.version("9.0")).warnings())
        .noneMatch(warning -> warning.contains("9.0"));
  }

  @Test
  void usesGrantsForEveryBootDeviceOfAmdsXl() {
    Specs specs = Specs.on("xen-amd").backend("storage", 0).with(Specs.boot("eth", DeviceType.NET));

    assertThat(grantsOf(specs, "eth")).isTrue();
  }

  @Test
  void refusesGrantsThatXlCannotConfigure() {
    Specs specs =
        Specs.on("xen")
            .version("4.18")
            .backend("storage", 0)
            .with(Specs.boot("data", DeviceType.BLK).withGrants());

    assertThat(refusal(specs).code()).isEqualTo(ErrorCode.GRANTS_NOT_POSSIBLE);
    assertThat(refusal(specs)).hasMessageContaining("xl of Xen 4.18 always makes it use none");
  }

  @Test
  void refusesADirectMapThatXenDoesNotHave() {
    Specs specs =
        Specs.on("xen-direct-map")
            .version("4.16")
            .window("0x50000000", 100)
            .with(Specs.gated("disk"));

    assertThat(refusal(specs)).hasMessageContaining("direct-map in dom0less.dts");
  }
}
