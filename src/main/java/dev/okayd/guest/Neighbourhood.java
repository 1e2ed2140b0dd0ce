package dev.okayd.guest;

import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Neighbour;
import dev.okayd.plan.NeighbourCheck;
import dev.okayd.plan.Plan;
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
final class Neighbourhood {
  private final Supplier<List<Neighbour>> stored;
  private final Map<String, Optional<Neighbour>> changed = new LinkedHashMap<>();
  private Optional<Map<String, Neighbour>> read = Optional.empty();

  Neighbourhood(Supplier<List<Neighbour>> stored) {
    this.stored = stored;
  }

  /** Those that a guest with this spec, on this platform, could collide with. */
  List<Neighbour> of(String guest, GuestSpec spec, Platform platform) {
    // reading them all pays only where addresses of different guests have to differ
    if (!NeighbourCheck.isNeeded(spec, platform)) {
      return List.of();
    }
    return all().values().stream().filter(other -> !other.guest().equals(guest)).toList();
  }

  private Map<String, Neighbour> all() {
    Map<String, Neighbour> all = read.orElseGet(this::read);
    changed.forEach(
        (name, plan) -> plan.ifPresentOrElse(p -> all.put(name, p), () -> all.remove(name)));
    changed.clear();
    return all;
  }

  private Map<String, Neighbour> read() {
    Map<String, Neighbour> all = new LinkedHashMap<>();
    stored.get().forEach(neighbour -> all.put(neighbour.guest(), neighbour));
    read = Optional.of(all);
    return all;
  }

  /** A guest has this plan from now on. */
  void has(String guest, Plan plan) {
    changed.put(guest, Optional.of(new Neighbour(guest, plan)));
  }

  /** What a guest has is not known from now on. */
  void forget(String guest) {
    changed.put(guest, Optional.empty());
  }
}
