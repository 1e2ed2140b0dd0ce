package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of daemons (Zephyr: drivers/vhost/vhost_xen_mmio.c). */
class DaemonCheckTest {

  private static Specs zephyr(String platform) {
    return Specs.on(platform).version("4.21").vcpus(1).backend("zephyr", 1, Daemon.ZEPHYR);
  }

  private static DeviceSpec served(String name) {
    return Specs.gated(name, DeviceType.GPIO, "zephyr").withGrants();
  }

  private static PlanningContext beside(Plan plan) {
    return new PlanningContext(
        Optional.empty(), Optional.empty(), List.of(new GuestPlan("domu2", plan)));
  }

  @Test
  void placesNoDeviceInTheFourKilobytesThatZephyrServes() {
    Specs specs = zephyr("xen").with(served("a"), served("b"), Specs.gated("disk")).spareAll();

    Plan plan = Plans.plan(specs);

    List<Slot> others =
        Stream.concat(plan.slots().stream().map(PlannedSlot::slot), plan.spares().stream())
            .toList();
    for (PlannedSlot planned : plan.slots()) {
      long size = planned.backend().equals("zephyr") ? 0x1000 : 0x200;
      assertThat(others)
          .filteredOn(other -> !other.equals(planned.slot()))
          .noneMatch(
              other ->
                  other.base().value() >= planned.slot().base().value()
                      && other.base().value() < planned.slot().base().value() + size);
    }
    assertThat(plan.spares()).isNotEmpty();
  }

  @Test
  void refusesAPinnedSlotInTheFourKilobytesThatZephyrServes() {
    Specs specs =
        zephyr("xen")
            .with(served("a").pinned(Pin.toSlot(2)), Specs.gated("disk").pinned(Pin.toSlot(9)));

    assertThat(Plans.faults(specs, PlanningContext.NONE))
        .extracting(Fault::code)
        .containsExactly(ErrorCode.SLOTS_OVERLAP);
    assertThat(
            Plans.plan(
                    zephyr("xen")
                        .with(
                            served("a").pinned(Pin.toSlot(2)),
                            Specs.gated("disk").pinned(Pin.toSlot(10))))
                .slots())
        .hasSize(2);
  }

  @Test
  void doesNotMoveADeviceForTheFourKilobytesOfANewOne() {
    Specs before = zephyr("xen").with(Specs.gated("disk").pinned(Pin.toSlot(8)));
    Plan plan = Plans.plan(before);
    Specs after = zephyr("xen").with(served("a").pinned(Pin.toSlot(2)), Specs.gated("disk"));

    assertThat(Plans.faults(after, PlanningContext.NONE.after(plan)))
        .extracting(Fault::code)
        .contains(ErrorCode.DEVICE_WOULD_MOVE);
  }

  @Test
  void refusesADeviceOfZephyrWithoutGrants() {
    Plans.assertRefused(
        zephyr("xen").with(Specs.gated("gpio", DeviceType.GPIO, "zephyr")),
        ErrorCode.INVALID_SPEC,
        "Device \"gpio\" uses no grants, but zephyr of backend \"zephyr\" accesses memory only through grants; set grants: true");
  }

  @ParameterizedTest
  @EnumSource(
      value = Daemon.class,
      names = {"ZEPHYR", "XEN_VHOST_FRONTEND"})
  void refusesABootDiskOfXlThatTheDaemonDoesNotFind(Daemon daemon) {
    Specs specs =
        Specs.on("xen")
            .version("4.21")
            .backend("storage", 1, daemon)
            .with(Specs.boot("root", DeviceType.BLK).withGrants());

    Plans.assertRefused(
        specs,
        ErrorCode.INVALID_SPEC,
        "Device \"root\" is a disk in a boot slot, whose keys xl writes to backend/virtio_disk, which %s does not read; make it \"gated\""
            .formatted(daemon));
  }

  @Test
  void countsAServerForEachDeviceOfZephyr() {
    Specs specs = zephyr("xen");
    for (int i = 0; i < 8; i++) {
      specs.with(served("d" + i));
    }
    specs.with(Specs.gated("disk"));

    assertThat(Plans.faults(specs, PlanningContext.NONE))
        .extracting(Fault::message)
        .contains(
            "The guest needs 9 ioreq servers, because a daemon of its backends has one for each device; the maximum is 8: a guest has at most 8 ioreq servers (MAX_NR_IOREQ_SERVERS)");
  }

  @Test
  void warnsOfFurtherVcpusAndOfOtherGuests() {
    assertThat(Plans.blueprint(zephyr("xen").vcpus(2).with(served("a"))).warnings())
        .anyMatch(
            warning ->
                warning.contains("no other guest of this backend may have a device at 0x2001"))
        .anyMatch(warning -> warning.contains("answer only accesses of the first vCPU"));
    assertThat(Plans.blueprint(zephyr("xen").with(served("a"))).warnings())
        .noneMatch(warning -> warning.contains("first vCPU"));
  }

  @Test
  void assignsBasesThatNoOtherGuestOfZephyrHas() {
    Specs specs = zephyr("xen").with(served("a"));
    Plan first = Plans.plan(specs);

    Plan second = Plans.plan(specs, beside(first));

    assertThat(second.slots().get(0).slot().base())
        .isNotEqualTo(first.slots().get(0).slot().base());
  }

  @Test
  void refusesAPinnedSlotThatTheBackendServesInAnotherGuest() {
    Plan first = Plans.plan(zephyr("xen").with(served("x").pinned(Pin.toSlot(1))));
    Specs second = zephyr("xen-dom0less").with(served("y").pinned(Pin.toSlot(1)));

    assertThat(Plans.faults(second, beside(first)))
        .extracting(Fault::message)
        .singleElement()
        .asString()
        .startsWith("Slot 1 of device \"y\" at 0x2000200..0x20003ff overlaps device \"x\"")
        .endsWith("serves both; pin the device to another slot");
  }

  @Test
  void reportsThatOtherGuestsUseTheBases() {
    Specs others = Specs.on("xen");
    for (int i = 0; i < 10; i++) {
      others.with(Specs.gated("d" + i, DeviceType.GPIO, "zephyr"));
    }

    assertThat(
            Plans.faults(zephyr("xen").with(served("a"), served("b")), beside(Plans.plan(others))))
        .extracting(Fault::message)
        .singleElement()
        .asString()
        .contains(
            "are in use in other guests of the backend, which identifies a guest by the base alone");
  }
}
