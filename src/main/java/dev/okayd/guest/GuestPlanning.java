package dev.okayd.guest;

import dev.okayd.eventlog.EventLog;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.BaseTree;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Plan;
import dev.okayd.plan.Planner;
import dev.okayd.plan.Surroundings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Plans guests in a transaction, records what comes of it, and tells the log. */
@ApplicationScoped
class GuestPlanning {
  /** Of a guest that nobody has made. */
  private static final long NO_VERSION = 0;

  private final GuestStore guests;
  private final FormerDevices former;
  private final EventLog log;
  private final Clock clock;
  private final Planner planner;

  GuestPlanning(
      GuestStore guests, FormerDevices former, EventLog log, Clock clock, Planner planner) {
    this.guests = guests;
    this.former = former;
    this.log = log;
    this.clock = clock;
    this.planner = planner;
  }

  /** The other guests, as this transaction sees them. */
  Neighbourhood neighbourhood(Handle handle) {
    return new Neighbourhood(() -> guests.plans(handle));
  }

  /** Creates a guest, or plans the one that is there anew. */
  PlannedGuest put(
      Handle handle, Neighbourhood others, String name, GuestSpec spec, Optional<Guest> before) {
    Blueprint blueprint = draw(others, name, spec, before, baseTree(handle, name));
    PlannedGuest planned =
        before
            .map(
                guest ->
                    PlannedGuest.of(
                        replanned(handle, guest, spec, blueprint.plan()),
                        blueprint,
                        Optional.empty()))
            .orElseGet(() -> created(handle, name, spec, blueprint));
    others.has(name, blueprint.plan());
    return planned;
  }

  /** What {@link #put} would come to, without doing it. */
  PlannedGuest preview(
      Handle handle, Neighbourhood others, String name, GuestSpec spec, Optional<Guest> before) {
    Blueprint blueprint = draw(others, name, spec, before, baseTree(handle, name));
    Guest guest =
        before
            .map(there -> there.planned(spec, blueprint.plan(), clock.instant(), there.version()))
            .orElseGet(
                () -> Guest.created(name, spec, blueprint.plan(), clock.instant(), NO_VERSION));
    others.has(name, blueprint.plan());
    return PlannedGuest.of(guest, blueprint, Optional.empty());
  }

  /** Gives a guest its base tree, and plans it anew with it; what it throws keeps neither. */
  Guest putBaseTree(Handle handle, Guest guest, BaseTree tree, byte[] blob) {
    Blueprint blueprint =
        draw(
            neighbourhood(handle),
            guest.name(),
            guest.spec(),
            Optional.of(guest),
            Optional.of(tree));
    Optional<byte[]> before = guests.baseTree(handle, guest.name());
    if (before.filter(same -> Arrays.equals(same, blob)).isPresent()) {
      return replanned(handle, guest, guest.spec(), blueprint.plan());
    }
    guests.putBaseTree(handle, guest.name(), blob);
    return recorded(handle, guest, guest.spec(), blueprint.plan());
  }

  private Blueprint draw(
      Neighbourhood others,
      String name,
      GuestSpec spec,
      Optional<Guest> before,
      Optional<BaseTree> tree) {
    return Blueprint.draw(
        planner,
        spec,
        new Surroundings(
            tree, before.map(Guest::plan), others.of(name, spec, planner.platform(spec))));
  }

  private PlannedGuest created(Handle handle, String name, GuestSpec spec, Blueprint blueprint) {
    Plan plan = blueprint.plan();
    long version = log.append(handle, "guest.created", name, Map.of("planDigest", plan.digest()));
    Guest guest = Guest.created(name, spec, plan, clock.instant(), version);
    String token = AgentToken.generate();
    guests.insert(handle, guest, AgentToken.digest(token));
    return PlannedGuest.of(guest, blueprint, Optional.of(token));
  }

  private Guest replanned(Handle handle, Guest guest, GuestSpec spec, Plan plan) {
    return plan.equals(guest.plan()) && spec.equals(guest.spec())
        ? guest
        : recorded(handle, guest, spec, plan);
  }

  private Guest recorded(Handle handle, Guest guest, GuestSpec spec, Plan plan) {
    former.superseded(handle, guest, plan);
    long version =
        log.append(handle, "guest.planned", guest.name(), Map.of("planDigest", plan.digest()));
    Guest planned = guest.planned(spec, plan, clock.instant(), version);
    guests.update(handle, planned);
    return planned;
  }

  private Optional<BaseTree> baseTree(Handle handle, String name) {
    return guests.baseTree(handle, name).map(BaseTree::read);
  }
}
