package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices whose node is okay from the start, and whose driver okayd binds later. */
class RebindPlanTest {
  private static final String NODE = "/passthrough/virtio@2001200";

  private static DeviceSpec disk() {
    return new DeviceSpec("disk", DeviceType.BLK, "storage", Optional.of(SlotKind.REBIND));
  }

  private static Specs answering(DeviceSpec device) {
    return Specs.on("xen-dom0less").trapUnmappedAccesses(false).with(device);
  }

  @Test
  void areRefusedIfAnEarlyProbeKillsTheGuest() {
    // given
    Specs killing = Specs.on("xen-dom0less").with(disk());

    // when
    OkaydException refusal = catchThrowableOfType(OkaydException.class, () -> Plans.plan(killing));

    // then
    assertThat(refusal.code()).isEqualTo(ErrorCode.REBIND_NOT_POSSIBLE);
    assertThat(refusal).hasMessageContaining("machine.trapUnmappedAccesses: false");
  }

  @Test
  void areRefusedIfNothingNamesTheDomainOfTheBackend() {
    // given
    Specs late = answering(disk().withGrants());

    // when
    OkaydException refusal = catchThrowableOfType(OkaydException.class, () -> Plans.plan(late));

    // then
    assertThat(refusal.code()).isEqualTo(ErrorCode.GRANTS_NOT_POSSIBLE);
    assertThat(refusal).hasMessageContaining("set the domid of backend \"storage\"");
  }

  @Test
  void takeTheSlotOfAGatedDeviceAndHaveNoOverlay() {
    // when
    Plan plan = Plans.plan(answering(disk()));

    // then
    assertThat(plan.slotOf("disk").orElseThrow().slot().path()).hasToString(NODE);
    assertThat(plan.gates()).isEmpty();
  }

  @Test
  void areOkayInTheTreeThatTheGuestBoots() {
    // when
    byte[] tree =
        FdtWriter.write(
            Plans.blueprint(answering(disk()), PlanningContext.NONE).tree().orElseThrow());

    // then
    assertThat(DtcTools.text(tree, NODE, "status")).isEqualTo("okay");
  }

  @Test
  void haveAnotherDigestThanGatedDevices() {
    // when
    Plan rebound = Plans.plan(answering(disk()));
    Plan gated = Plans.plan(answering(Specs.gated("disk")));

    // then
    assertThat(rebound.digest()).isNotEqualTo(gated.digest());
  }

  @Test
  void needNoFurtherSettingsOnAPlatformThatAnswersAccesses() {
    // when
    Plan plan = Plans.plan(Specs.on("qemu-virt").with(disk()));

    // then
    assertThat(plan.slotOf("disk").orElseThrow().slotKind()).isEqualTo(SlotKind.REBIND);
  }
}
