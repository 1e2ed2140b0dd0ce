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
 * The plans of all guests in one transaction. okayd reads them on first use, and only once for a
 * whole batch.
 */
final class OtherGuestPlans {
  private final Supplier<List<GuestPlan>> stored;
  private final Map<String, Optional<GuestPlan>> changed = new LinkedHashMap<>();
  private Optional<Map<String, GuestPlan>> read = Optional.empty();

  OtherGuestPlans(Supplier<List<GuestPlan>> stored) {
    this.stored = stored;
  }

  /** The plans that a guest with a spec, on a platform, could collide with. */
  List<GuestPlan> of(String guest, GuestSpec spec, Platform platform) {
    // reading all plans is expensive, and needed only if addresses of guests must differ
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
    stored.get().forEach(plan -> all.put(plan.guest(), plan));
    read = Optional.of(all);
    return all;
  }

  /** Records the new plan of a guest. */
  void put(String guest, Plan plan) {
    changed.put(guest, Optional.of(new GuestPlan(guest, plan)));
  }

  /** Drops the plan of a guest. */
  void forget(String guest) {
    changed.put(guest, Optional.empty());
  }
}
