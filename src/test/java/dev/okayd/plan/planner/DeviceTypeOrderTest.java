package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hypervisors that number devices by type, independent of the order of the spec. */
class DeviceTypeOrderTest {

  @ParameterizedTest
  @CsvSource({
    "kvmtool, blk blk net 9p 9p rng, 4 5 3 1 0 2",
    "kvmtool, net blk, 0 1",
    "kvmtool, blk net, 1 0",
    "kvmtool, scsi console vsock balloon, 3 2 0 1",
    "firecracker, vsock net blk balloon, 3 2 1 0",
    "firecracker, mem rng blk pmem blk, 4 3 0 2 1"
  })
  void assignsSlotsInTheOrderOfTheHypervisor(String platform, String types, String slots) {
    List<String> names = List.of(types.split(" ", -1));
    DeviceSpec[] devices = new DeviceSpec[names.size()];
    for (int i = 0; i < devices.length; i++) {
      devices[i] = new DeviceSpec("d" + i, DeviceType.of(names.get(i)), "domd", Optional.empty());
    }

    Plan plan = Plans.plan(Specs.on(platform).with(devices));

    assertThat(plan.slots())
        .extracting(planned -> String.valueOf(planned.slot().index().orElseThrow()))
        .containsExactly(slots.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kvmtool     | gpu  | 9p, vsock, balloon, rng, net, console, scsi, blk
          firecracker | gpio | balloon, blk, net, pmem, vsock, rng, mem
          """)
  void refusesATypeThatTheHypervisorDoesNotHave(String platform, String type, String has) {
    DeviceSpec device = new DeviceSpec("odd", DeviceType.of(type), "domd", Optional.empty());

    Plans.assertRefused(
        Specs.on(platform).with(device),
        ErrorCode.INVALID_SPEC,
        "Device \"odd\" has type %s, which platform %s does not have on virtio-mmio; it has %s"
            .formatted(type, platform, has));
  }

  @ParameterizedTest
  @CsvSource({"kvmtool, rng, 2, 1", "kvmtool, blk, 5, 4", "firecracker, balloon, 2, 1"})
  void refusesMoreDevicesOfATypeThanTheHypervisorHas(
      String platform, String type, int count, int most) {
    Specs specs = Specs.on(platform);
    for (int i = 0; i < count; i++) {
      specs.with(new DeviceSpec("d" + i, DeviceType.of(type), "domd", Optional.empty()));
    }

    Plans.assertRefused(
        specs,
        ErrorCode.INVALID_SPEC,
        "The guest has %d devices of type %s, but platform %s has at most %d"
            .formatted(count, type, platform, most));
  }
}
