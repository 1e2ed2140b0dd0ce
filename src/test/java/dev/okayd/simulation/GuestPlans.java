package dev.okayd.simulation;

import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Guest;
import dev.okayd.guest.api.GuestAssembly;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The current plans of guests, and the gated devices of every plan. */
final class GuestPlans {
  private final World world;
  private final PlantedBug bug;
  private final Map<String, Guest> plans = new HashMap<>();
  private final Map<String, Long> plannedAt = new HashMap<>();
  private final Map<String, Gated> gatedEver = new HashMap<>();
  private List<Gated> gated = List.of();

  GuestPlans(World world, PlantedBug bug) {
    this.world = world;
    this.bug = bug;
  }

  /** A gated device of a guest's current plan. */
  record Gated(
      String guest,
      String device,
      String backend,
      NodePath path,
      int virtioId,
      List<String> after) {}

  /** A backup has replaced the plans. */
  void restored(List<Guest> present) {
    plans.clear();
    planned(present);
  }

  /** The plans of guests have changed. */
  void planned(List<Guest> present) {
    for (Guest guest : present) {
      Guest before = plans.put(guest.name(), guest);
      if (before == null || !before.plan().digest().equals(guest.plan().digest())) {
        plannedAt.put(guest.name(), world.time().nowMicros());
      }
    }
    List<Gated> all = new ArrayList<>();
    for (Guest guest : plans.values()) {
      for (PlannedSlot slot : guest.gatedSlots()) {
        all.add(
            new Gated(
                guest.name(),
                slot.device(),
                slot.backend(),
                slot.slot().path(),
                slot.expectedVirtioId().orElseThrow(),
                guest.spec().device(slot.device()).map(DeviceSpec::after).orElse(List.of())));
      }
    }
    gated = List.copyOf(all);
    gated.forEach(device -> gatedEver.put(device.guest() + device.path(), device));
    world.oracle().observe();
    present.forEach(this::represented);
  }

  /** A guest has a new representation. */
  void represented(String guest) {
    world
        .store()
        .read(handle -> world.okayds().get(0).guests().store().find(handle, guest))
        .ifPresent(this::represented);
  }

  private void represented(Guest guest) {
    String tag =
        bug == PlantedBug.ETAGS_OMIT_BOOTS
            ? Long.toString(guest.version())
            : GuestAssembly.tag(guest);
    world.oracle().log().represented(guest.name(), tag, GuestAssembly.shown(guest));
  }

  List<Gated> gated() {
    return gated;
  }

  boolean isGated(String guest, String device) {
    return gated.stream().anyMatch(g -> g.guest().equals(guest) && g.device().equals(device));
  }

  /** The gated device at a node, from the current plan or the last plan with this device. */
  Gated gated(String guest, NodePath path) {
    return Optional.ofNullable(gatedEver.get(guest + path))
        .orElseThrow(() -> new Violation("An overlay for " + path + ", which no plan gates"));
  }

  String currentDigest(String guest) {
    Guest plan = plans.get(guest);
    return plan == null ? "" : plan.plan().digest();
  }

  boolean planIsOlderThan(String guest, long micros) {
    return world.time().nowMicros() - plannedAt.getOrDefault(guest, 0L) > micros;
  }

  int virtioId(String guest, NodePath path) {
    return gated(guest, path).virtioId();
  }

  int virtioId(String guest, String device) {
    return gated.stream()
        .filter(g -> g.guest().equals(guest) && g.device().equals(device))
        .mapToInt(Gated::virtioId)
        .findFirst()
        .orElse(0);
  }
}
