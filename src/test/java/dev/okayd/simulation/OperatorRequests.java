package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.guest.Guest;
import dev.okayd.plan.spec.DeviceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The requests by which an operator changes plans and intents. */
final class OperatorRequests {
  private final World world;
  private final RandomSpecs specs;

  /** The devices that were ever dropped from a plan. */
  private final Set<String> everDropped = new HashSet<>();

  OperatorRequests(World world, RandomSpecs specs) {
    this.world = world;
    this.specs = specs;
  }

  Guest planned(String guest) {
    return world
        .store()
        .read(handle -> world.okayd().guests().store().find(handle, guest))
        .orElseThrow();
  }

  void recordPlans() {
    world.plans().planned(world.store().read(handle -> world.okayd().guests().all(handle)));
  }

  void want(String guest, Intent intent) {
    List<GuestPlans.Gated> devices =
        world.plans().gated().stream().filter(gated -> gated.guest().equals(guest)).toList();
    if (devices.isEmpty()) {
      return;
    }
    want(guest, world.chance().oneOf(devices).device(), intent);
  }

  void want(String guest, String device, Intent intent) {
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> world.oracle().wanted(guest, device, intent));
              world.trace("%s/%s is wanted %s", guest, device, intent);
              world.okayd().attach().want(guest, device, intent);
            });
  }

  /** Drops a device from the plan. The device may be live. */
  void drop(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    if (devices.size() < 2) {
      return;
    }
    DeviceSpec dropped = devices.remove(devices.size() - 1);
    everDropped.add(name + "/" + dropped.name());
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(this::recordPlans);
              world.trace("%s/%s is dropped", name, dropped.name());
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** Adds a device. The guest must boot another tree for it. */
  void replan(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    if (RandomSpecs.isFull(devices)) {
      return;
    }
    DeviceSpec added = specs.device(devices.size(), devices, world.backends().size());
    devices.add(added);
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> added(name, added.name()));
              world.trace("%s is planned again", name);
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** Gives a device another backend; the guest's tree does not change. */
  void move(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    int index = world.chance().between(0, devices.size() - 1);
    DeviceSpec before = devices.get(index);
    String backend = "b" + world.chance().between(0, world.backends().size() - 1);
    if (backend.equals(before.backend())) {
      return;
    }
    devices.set(index, servedBy(before, backend));
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> moved(name, before.name()));
              world.trace("%s/%s is moved to %s", name, before.name(), backend);
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** A device that is added again after a drop may have another backend. */
  private void added(String guest, String device) {
    recordPlans();
    if (everDropped.contains(guest + "/" + device)) {
      world.oracle().moved(guest, device);
    }
  }

  private void moved(String guest, String device) {
    recordPlans();
    world.oracle().moved(guest, device);
  }

  private static DeviceSpec servedBy(DeviceSpec device, String backend) {
    return new DeviceSpec(
        device.name(),
        device.type(),
        device.virtioId(),
        backend,
        device.slotKind(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        device.after(),
        Optional.empty());
  }
}
