package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.OkaydException;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import dev.okayd.testing.Plans;
import dev.okayd.testing.RandomSpecs;
import dev.okayd.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices keep their slots when other devices are added, removed or reordered. */
class PlanStabilityTest {
  private static final int ROUNDS = 150;

  @ParameterizedTest
  @ValueSource(
      strings = {"custom", "qemu-virt", "xen", "xen-amd", "xen-direct-map", "xen-dom0less"})
  void keepsTheSlotsOfDevices(String platform) {
    RandomSpecs random = new RandomSpecs(20261124 + platform.hashCode());
    List<DeviceSpec> devices = random.devices(4, false);
    Plan plan = Plans.plan(on(platform).with(devices));
    int replanned = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<DeviceSpec> changed = new ArrayList<>(random.shuffled(devices));
      changed.removeIf(device -> random.percent(20));
      changed.addAll(random.below(changed.size() + 1), random.devices(random.below(4), false));
      Specs specs = on(platform).with(changed);
      if (random.percent(50)) {
        specs.spareAll();
      }
      Optional<Plan> next = planIfPossible(plan, specs);
      if (next.isEmpty()) {
        continue;
      }
      replanned++;
      assertThat(moved(plan, next.get(), specs.spec())).isEmpty();
      assertThat(slotsAndBridges(next.get())).doesNotHaveDuplicates();
      assertThat(Plans.planAfter(plan, specs)).isEqualTo(next.get());
      assertThat(Plans.planAfter(next.get(), specs)).isEqualTo(next.get());
      devices = changed;
      plan = next.get();
    }
    assertThat(replanned).isGreaterThan(ROUNDS / 3);
  }

  private static Specs on(String platform) {
    Specs specs = Specs.on(platform);
    return Set.of("custom", "xen-direct-map").contains(platform)
        ? specs.window("0x50000000", 100)
        : specs;
  }

  private static Optional<Plan> planIfPossible(Plan previous, Specs specs) {
    try {
      return Optional.of(Plans.planAfter(previous, specs));
    } catch (OkaydException tooMany) {
      return Optional.empty();
    }
  }

  /**
   * Devices whose slot differs between the plans, except those that made room for a boot device.
   */
  private static List<String> moved(Plan before, Plan after, GuestSpec spec) {
    Platform platform = Plans.PLANNER.platform(spec);
    Set<HexNumber> numberedByToolstack =
        after.slots().stream()
            .filter(planned -> isNumberedByToolstack(planned, platform))
            .map(planned -> planned.slot().base())
            .collect(Collectors.toSet());
    return after.slots().stream()
        .filter(planned -> !isNumberedByToolstack(planned, platform))
        .filter(
            planned ->
                before
                    .slotOf(planned.device())
                    .filter(had -> had.slotKind() == planned.slotKind())
                    .filter(had -> !had.slot().equals(planned.slot()))
                    .filter(had -> !numberedByToolstack.contains(had.slot().base()))
                    .isPresent())
        .map(PlannedSlot::device)
        .toList();
  }

  private static boolean isNumberedByToolstack(PlannedSlot planned, Platform platform) {
    return planned.slotKind() == SlotKind.BOOT && platform.toolstackNumbersBootSlots();
  }

  private static List<Object> slotsAndBridges(Plan plan) {
    return Stream.concat(plan.slots().stream().map(PlannedSlot::slot), plan.spares().stream())
        .flatMap(slot -> Stream.of(slot.base(), slot.interrupt().intid(), slot.path()))
        .toList();
  }

  @Test
  void theOrderOfGatedDevicesDoesNotChangeTheDigest() {
    RandomSpecs random = new RandomSpecs(7);
    for (int round = 0; round < 50; round++) {
      List<DeviceSpec> devices = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        devices.add(Specs.gated("d" + i, random.oneOf(DeviceType.KNOWN), "b" + random.below(3)));
      }
      Plan plan = Plans.plan(Specs.on("xen-dom0less").with(devices));

      Plan shuffled =
          Plans.planAfter(plan, Specs.on("xen-dom0less").with(random.shuffled(devices)));

      assertThat(shuffled.digest()).isEqualTo(plan.digest());
      assertThat(shuffled.slots()).containsExactlyInAnyOrderElementsOf(plan.slots());
    }
  }

  @Test
  void aNewBootDeviceTakesTheSlotOfAGatedOneOnlyIfTheToolstackNumbersIt() {
    List<DeviceSpec> gated = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      gated.add(Specs.gated("g" + i));
    }
    Plan before = Plans.plan(Specs.on("xen-amd").with(gated));
    Specs after = Specs.on("xen-amd").with(Specs.boot("b0"), Specs.boot("b1")).with(gated);

    Plan plan = Plans.planAfter(before, after);

    assertThat(plan.slotOf("b0").orElseThrow().slot().index()).contains(9);
    assertThat(plan.slotOf("b1").orElseThrow().slot().index()).contains(8);
    assertThat(moved(before, plan, after.spec())).isEmpty();
  }

  @Test
  void aDeviceDoesNotKeepASlotOfAnotherKindOrWindow() {
    Plan gated = Plans.plan(Specs.on("custom").window("0x50000000", 100).with(Specs.gated("d")));

    Plan boot =
        Plans.planAfter(
            gated,
            Specs.on("custom").window("0x50000000", 100).with(Specs.boot("d", DeviceType.BLK)));
    Plan elsewhere =
        Plans.planAfter(gated, Specs.on("custom").window("0x60000000", 100).with(Specs.gated("d")));

    assertThat(base(boot, "d")).isEqualTo("0x50000000");
    assertThat(base(elsewhere, "d")).isEqualTo("0x60003e00");
  }

  @Test
  void aDeviceGetsAnotherSlotIfItsDaemonDoesNotServeTheOldOne() {
    Specs virtioDisk =
        Specs.on("xen-dom0less")
            .backend("storage", dev.okayd.platform.Daemon.VIRTIO_DISK)
            .with(Specs.gated("d"));
    Plan before = Plans.plan(virtioDisk);

    Plan after =
        Plans.planAfter(
            before,
            Specs.on("xen-dom0less")
                .backend("storage", dev.okayd.platform.Daemon.QEMU_XENPVH)
                .with(Specs.gated("d")));

    assertThat(base(before, "d")).isEqualTo("0x2001400");
    assertThat(base(after, "d")).isEqualTo("0x2001200");
  }

  @Test
  void ignoresThePlanOfAnotherPlatform() {
    Plan xen = Plans.plan(Specs.on("xen").with(Specs.gated("a"), Specs.gated("d")));

    Plan dom0less = Plans.planAfter(xen, Specs.on("xen-dom0less").with(Specs.gated("d")));

    assertThat(dom0less).isEqualTo(Plans.plan(Specs.on("xen-dom0less").with(Specs.gated("d"))));
  }

  @Test
  void aBridgeKeepsItsIndex() {
    Plan before = Plans.plan(Specs.on("xen").with(Specs.bridge("a", "x"), Specs.bridge("b", "y")));

    Plan after =
        Plans.planAfter(
            before,
            Specs.on("xen")
                .with(Specs.bridge("b", "y"), Specs.bridge("c", "z"), Specs.bridge("d", "w")));

    assertThat(after.bridge("b")).isEqualTo(before.bridge("b"));
    assertThat(after.bridges())
        .extracting(
            PlannedPciBridge::bridge,
            bridge -> bridge.space().orElseThrow().index(),
            bridge -> bridge.path().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", 1, "/passthrough/pcie@33100000"),
            org.assertj.core.groups.Tuple.tuple("c", 0, "/passthrough/pcie@33000000"),
            org.assertj.core.groups.Tuple.tuple("d", 2, "/passthrough/pcie@33200000"));
  }

  @Test
  void ignoresInvalidSlotsOfAnEditedPlan() {
    Plan good = Plans.plan(Specs.on("xen").with(Specs.gated("d")).spare(1));
    Slot outside =
        new Slot(
            Optional.of(-1),
            HexNumber.parse("0x1fffe00"),
            HexNumber.parse("0x200"),
            dev.okayd.platform.Interrupt.shared(32, 0xf01),
            dev.okayd.fdt.NodePath.parse("/passthrough/virtio@1fffe00"));
    PlannedSlot had = good.slots().get(0);
    Plan edited =
        new Plan(
            good.digest(),
            good.platform(),
            good.baseTree(),
            List.of(
                new PlannedSlot(
                    had.device(),
                    had.type(),
                    had.virtioId(),
                    had.backend(),
                    had.slotKind(),
                    outside,
                    had.transport(),
                    had.grants())),
            List.of(outside),
            good.bridges(),
            good.grantDma());

    Plan plan =
        Plans.planAfter(edited, Specs.on("xen").with(Specs.gated("d"), Specs.gated("e")).spare(2));

    assertThat(slotsAndBridges(plan))
        .doesNotHaveDuplicates()
        .doesNotContain(HexNumber.parse("0x1fffe00"));
  }

  private static String base(Plan plan, String device) {
    return plan.slotOf(device).orElseThrow().slot().base().toString();
  }
}
