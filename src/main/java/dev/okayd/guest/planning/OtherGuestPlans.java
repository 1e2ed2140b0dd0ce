package dev.okayd.guest.planning;

import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.check.NeighbourCheck;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The plans of all guests in one transaction: read when they are first asked for, and once, however
 * many guests are planned.
 */
final class OtherGuestPlans {
  private final Supplier<List<GuestPlan>> stored;
  private final Map<String, Optional<GuestPlan>> changed = new LinkedHashMap<>();
  private Optional<Map<String, GuestPlan>> read = Optional.empty();

  OtherGuestPlans(Supplier<List<GuestPlan>> stored) {
    this.stored = stored;
  }

  /** Those that a guest with this spec, on this platform, could collide with. */
  List<GuestPlan> of(String guest, GuestSpec spec, Platform platform) {
    // reading them all pays only where addresses of different guests have to differ
    if (!NeighbourCheck.isNeeded(spec, platform)) {
      return List.of();
    }
    return all().values().stream().filter(other -> !other.guest().equals(guest)).toList();
  }

  private Map<String, GuestPlan> all() {
    Map<String, GuestPlan> all = read.orElseGet(this::read);
    changed.forEach(
        (name, plan) -> plan.ifPresentOrElse(p -> all.put(name, p), () -> all.remove(name)));
    changed.clear();
    return all;
  }

  private Map<String, GuestPlan> read() {
    Map<String, GuestPlan> all = new LinkedHashMap<>();
    stored.get().forEach(neighbour -> all.put(neighbour.guest(), neighbour));
    read = Optional.of(all);
    return all;
  }

  /** A guest has this plan from now on. */
  void has(String guest, Plan plan) {
    changed.put(guest, Optional.of(new GuestPlan(guest, plan)));
  }

  /** What a guest has is not known from now on. */
  void forget(String guest) {
    changed.put(guest, Optional.empty());
  }
}
