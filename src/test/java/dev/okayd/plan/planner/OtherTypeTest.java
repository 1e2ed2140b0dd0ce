package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices of type {@code other}. */
class OtherTypeTest {

  @Test
  void haveASlotAndTheTypeNameOfXl() {
    Specs specs =
        Specs.on("xen")
            .version("4.18")
            .with(
                Specs.boot("plain", DeviceType.OTHER),
                Specs.boot("bluetooth", DeviceType.OTHER).withVirtioId(40),
                Specs.gated("can", DeviceType.OTHER, "domd").withVirtioId(36));

    Plan plan = Plans.plan(specs);

    assertThat(plan.slots())
        .extracting(PlannedSlot::expectedVirtioId)
        .containsExactly(Optional.empty(), Optional.of(40), Optional.of(36));
    assertThat(Bundles.text(specs, "xl.cfg"))
        .contains("type=virtio,device, ", "type=virtio,device28, ");
  }

  @Test
  void causeAWarningWithoutAVirtioId() {
    Specs specs = Specs.on("qemu-virt").with(Specs.gated("odd", DeviceType.OTHER, "host"));

    assertThat(Plans.blueprint(specs).warnings())
        .contains(
            "The virtio ID of device \"odd\" is unknown, so any driver that is bound in its slot counts as proof; set virtioId",
            "okayd does not know QEMU's name of device \"odd\"; add its -device with bus=virtio-mmio-bus.0 to qemu.args");
  }

  @Test
  void refusesAVirtioIdThatTheTypeImplies() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("disk").withVirtioId(2)),
        ErrorCode.INVALID_SPEC,
        "Device \"disk\" has virtioId 2, but its type blk implies the ID; leave virtioId out, or use type other");
  }

  @Test
  void refusesAVirtioIdOfANamedType() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("disk", DeviceType.OTHER, "domd").withVirtioId(2)),
        ErrorCode.INVALID_SPEC,
        "Device \"disk\" has virtioId 2, which is a blk; use type blk and leave virtioId out");
  }

  @Test
  void refusesAVirtioIdOutOfRange() {
    for (int id : new int[] {0, -1, 0x10000}) {
      assertThat(
              Plans.faults(
                  Specs.on("xen").with(Specs.gated("odd", DeviceType.OTHER, "d").withVirtioId(id)),
                  PlanningContext.NONE))
          .extracting(Fault::message)
          .containsExactly(
              "The virtioId of device \"odd\" is %d; expected 1 to 65535".formatted(id));
    }
  }
}
