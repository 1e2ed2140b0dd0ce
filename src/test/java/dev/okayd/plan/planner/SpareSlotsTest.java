package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.okayd.error.ErrorCode;
import dev.okayd.plan.Gate;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.Pin;
import dev.okayd.plan.spec.SpareSlots;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpareSlotsTest {

  private static List<Integer> indexes(Plan plan) {
    return plan.spares().stream().map(spare -> spare.index().orElseThrow()).toList();
  }

  @Test
  void followTheGatedDevices() {
    Plan plan = Plans.plan(Specs.on("qemu-virt").with(Specs.gated("disk")).spare(2));

    assertThat(indexes(plan)).containsExactly(1, 2);
    assertThat(plan.gates()).extracting(Gate::name).containsExactly("disk", "spare-1", "spare-2");
  }

  @Test
  void allMeansAllRemainingSlots() {
    Plan plan =
        Plans.plan(Specs.on("xen").with(Specs.boot("console"), Specs.gated("disk")).spareAll());

    assertThat(plan.slots()).extracting(s -> s.slot().index().orElseThrow()).containsExactly(0, 9);
    assertThat(indexes(plan)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10);
  }

  @Test
  void preferSlotsThatEveryDaemonServes() {
    Plan ten = Plans.plan(Specs.on("xen-dom0less").spare(10));
    Plan eleven = Plans.plan(Specs.on("xen-dom0less").spare(11));

    assertThat(indexes(ten)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(indexes(eleven)).endsWith(10);
  }

  @Test
  void areRefusedIfTooFewSlotsRemain() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("disk")).spare(11),
        ErrorCode.NO_FREE_SLOT,
        "The spec asks for 11 spare slots, but platform xen has only 10 left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xen", "xen-amd", "xen-dom0less", "qemu-virt"})
  void aDeviceThatTakesOrLeavesASpareSlotDoesNotChangeTheDigest(String platform) {
    Plan before = Plans.plan(Specs.on(platform).with(Specs.gated("disk")).spareAll());

    Plan more =
        Plans.planAfter(
            before,
            Specs.on(platform)
                .with(Specs.gated("new", DeviceType.NET, "network"), Specs.gated("disk"))
                .spareAll());
    Plan less = Plans.planAfter(more, Specs.on(platform).spareAll());

    assertThat(more.digest()).isEqualTo(before.digest());
    assertThat(more.slotOf("disk")).isEqualTo(before.slotOf("disk"));
    assertThat(before.spares()).contains(more.slotOf("new").orElseThrow().slot());
    assertThat(less.digest()).isEqualTo(before.digest());
  }

  @Test
  void aNewDevicePrefersASpareSlot() {
    Plan before =
        Plans.plan(Specs.on("qemu-virt").with(Specs.gated("a"), Specs.gated("b")).spare(1));
    Slot spare = before.spares().get(0);

    Plan after =
        Plans.planAfter(before, Specs.on("qemu-virt").with(Specs.gated("b"), Specs.gated("c")));

    assertThat(after.slotOf("c").orElseThrow().slot()).isEqualTo(spare);
  }

  @Test
  void theSlotOfARemovedDeviceIsThePreferredSpareSlot() {
    Plan before =
        Plans.plan(
            Specs.on("xen-dom0less")
                .with(Specs.gated("disk"), Specs.gated("far").pinned(Pin.toSlot(10)))
                .spare(1));

    Plan after =
        Plans.planAfter(before, Specs.on("xen-dom0less").with(Specs.gated("disk")).spare(2));

    assertThat(after.digest()).isEqualTo(before.digest());
  }

  @Test
  void aDeviceWithFurtherPropertiesChangesTheDigest() {
    Plan before =
        Plans.plan(
            Specs.on("xen-dom0less").backend("storage", 1).with(Specs.gated("disk")).spareAll());

    Plan i2c =
        Plans.planAfter(
            before,
            Specs.on("xen-dom0less")
                .backend("storage", 1)
                .with(Specs.gated("disk"), Specs.gated("bus", DeviceType.I2C, "storage"))
                .spareAll());
    Plan grants =
        Plans.planAfter(
            before,
            Specs.on("xen-dom0less")
                .backend("storage", 1)
                .with(Specs.gated("disk"), Specs.gated("new").withGrants())
                .spareAll());

    assertThat(i2c.digest()).isNotEqualTo(before.digest());
    assertThat(grants.digest()).isNotEqualTo(before.digest());
  }

  @Test
  void aLateBoundDeviceTakesASpareSlotOfATreeWithTheGrantNode() {
    Plan before =
        Plans.plan(Specs.on("xen-dom0less").with(Specs.gated("disk").withGrants()).spareAll());

    Plan after =
        Plans.planAfter(
            before,
            Specs.on("xen-dom0less")
                .with(Specs.gated("disk").withGrants(), Specs.gated("new").withGrants())
                .spareAll());

    assertThat(after.digest()).isEqualTo(before.digest());
    assertThat(after.gate("new").orElseThrow().bindsLate()).isTrue();
  }

  @Test
  void excludeSlotsWithAPassedThroughInterrupt() {
    Plan spares = Plans.plan(Specs.on("xen").passthrough(42, 40).spareAll());
    Plan devices = Plans.plan(Specs.on("xen").passthrough(42).with(Specs.gated("disk")).spare(1));

    assertThat(indexes(spares)).containsExactly(0, 1, 2, 3, 4, 5, 6, 8, 10);
    assertThat(devices.slotOf("disk").orElseThrow().slot().index()).contains(8);
    assertThat(indexes(devices)).containsExactly(7);
  }

  @Test
  void refusesADeviceWithTheNameOfASpareSlot() {
    Plans.assertRefused(
        Specs.on("qemu-virt").with(Specs.gated("spare-1")),
        ErrorCode.INVALID_SPEC,
        "\"spare-1\" is the name of the gate of a spare slot; give the device or bridge another name");
    Plans.assertRefused(
        Specs.on("xen").with(Specs.bridge("spare-12", "b")),
        ErrorCode.INVALID_SPEC,
        "\"spare-12\" is the name of the gate of a spare slot; give the device or bridge another name");
    assertThat(Plans.plan(Specs.on("qemu-virt").with(Specs.gated("spare-disk"))).slots())
        .hasSize(1);
  }

  @Test
  void acceptsANumberOrAll() {
    assertThat(SpareSlots.of("all")).isEqualTo(SpareSlots.ALL);
    assertThatIllegalArgumentException().isThrownBy(() -> SpareSlots.of("some"));
    assertThatIllegalArgumentException().isThrownBy(() -> SpareSlots.of(-1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kvmtool", "firecracker"})
  void areRefusedIfThePlatformHasNodesOnlyForDevices(String platform) {
    Plans.assertRefused(
        Specs.on(platform).with(Specs.gated("disk")).spare(1),
        ErrorCode.NO_FREE_SLOT,
        "Platform %s has nodes only for devices, so there are no spare slots; leave spare out"
            .formatted(platform));
    assertThat(
            Plans.plan(Specs.on(platform).with(Specs.gated("a"), Specs.boot("b", DeviceType.BLK)))
                .slots())
        .extracting(planned -> planned.slot().index().orElseThrow())
        .containsExactly(0, 1);
  }
}
