package dev.okayd.plan.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.Plan;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceOrderCheckTest {

  private static DeviceSpec after(String name, String... first) {
    return new DeviceSpec(
        name,
        DeviceType.BLK,
        Optional.empty(),
        "storage",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(first),
        Optional.empty());
  }

  @Test
  void afterChangesNeitherThePlanNorItsDigest() {
    Plan without =
        Plans.plan(Specs.on("qemu-virt").with(Specs.boot("console"), after("a"), after("b")));

    Plan with =
        Plans.plan(
            Specs.on("qemu-virt")
                .with(Specs.boot("console"), after("a", "b", "console"), after("b")));

    assertThat(with).isEqualTo(without);
  }

  @Test
  void reportsTheDevicesOfACycleInOrder() {
    Plans.assertRefused(
        Specs.on("qemu-virt")
            .with(after("x", "a"), after("a", "b"), after("b", "c", "a"), after("c")),
        ErrorCode.DEVICE_ORDER_CIRCULAR,
        "Devices wait for each other: a -> b -> a; remove one \"after\"");
  }

  @Test
  void reportsADeviceThatWaitsForItself() {
    Plans.assertRefused(
        Specs.on("qemu-virt").with(after("a", "a")),
        ErrorCode.DEVICE_ORDER_CIRCULAR,
        "Devices wait for each other: a -> a; remove one \"after\"");
  }

  @Test
  void reportsAnUnknownDevice() {
    Plans.assertRefused(
        Specs.on("xen").with(after("a", "pci"), after("b")).with(Specs.bridge("pci", "p")),
        ErrorCode.INVALID_SPEC,
        "Device \"a\" waits for \"pci\", which is not a device of the guest; its devices are a, b");
  }

  @Test
  void reportsFaultsOfTheOrderTogetherWithOtherFaults() {
    Specs specs =
        Specs.on("qemu-virt")
            .with(after("a", "b"), after("b", "a"), after("c", "c"), after("d", "e"), after("D"));

    assertThat(Plans.faults(specs))
        .extracting(Fault::code)
        .containsExactly(
            ErrorCode.INVALID_SPEC,
            ErrorCode.INVALID_SPEC,
            ErrorCode.DEVICE_ORDER_CIRCULAR,
            ErrorCode.DEVICE_ORDER_CIRCULAR);
  }

  @Test
  void refusesManyDevicesThatWaitForEachOtherInBoundedTime() {
    String[] names = IntStream.range(0, 64).mapToObj(i -> "d" + i).toArray(String[]::new);
    Specs specs = Specs.on("qemu-virt");
    for (String name : names) {
      specs.with(after(name, names));
    }

    assertThat(Plans.faults(specs))
        .extracting(Fault::code)
        .contains(ErrorCode.DEVICE_ORDER_CIRCULAR)
        .hasSizeLessThan(60);
  }

  @Test
  void refusesADeviceThatWaitsForTooManyDevices() {
    Specs specs = Specs.on("qemu-virt").with(after("a"));
    specs.with(after("b", IntStream.range(0, 65).mapToObj(i -> "a").toArray(String[]::new)));

    Plans.assertRefused(
        specs, ErrorCode.INVALID_SPEC, "Device \"b\" waits for 65 devices; the maximum is 64");
  }
}
