package dev.okayd.guest.planning;

import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.guest.Guest;
import dev.okayd.guest.store.FormerDeviceStore;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.GuestSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Plans guests in a transaction, and records the result in the store and the event log. */
@ApplicationScoped
public class GuestPlanning {
  /** The version of a guest that does not exist. */
  private static final long NO_VERSION = 0;

  private final GuestStore guests;
  private final FormerDeviceStore former;
  private final EventLog log;
  private final Clock clock;
  private final Planner planner;

  public GuestPlanning(
      GuestStore guests, FormerDeviceStore former, EventLog log, Clock clock, Planner planner) {
    this.guests = guests;
    this.former = former;
    this.log = log;
    this.clock = clock;
    this.planner = planner;
  }

  /** The plans of the other guests, as the transaction sees them. */
  public OtherGuestPlans otherPlans(Handle handle) {
    return new OtherGuestPlans(() -> guests.plans(handle));
  }

  /** Creates a guest, or replans an existing one. */
  public GuestPlanningResult put(
      Handle handle, OtherGuestPlans others, String name, GuestSpec spec, Optional<Guest> before) {
    Blueprint blueprint = blueprint(others, name, spec, before, baseTree(handle, name));
    GuestPlanningResult planned =
        before
            .map(
                guest ->
                    GuestPlanningResult.of(
                        replanned(handle, guest, spec, blueprint.plan()),
                        blueprint,
                        Optional.empty()))
            .orElseGet(() -> created(handle, name, spec, blueprint));
    others.put(name, blueprint.plan());
    return planned;
  }

  /** What {@link #put} would return, without a change. */
  public GuestPlanningResult preview(
      Handle handle, OtherGuestPlans others, String name, GuestSpec spec, Optional<Guest> before) {
    Blueprint blueprint = blueprint(others, name, spec, before, baseTree(handle, name));
    Guest guest =
        before
            .map(
                present ->
                    present.planned(spec, blueprint.plan(), clock.instant(), present.version()))
            .orElseGet(
                () -> Guest.created(name, spec, blueprint.plan(), clock.instant(), NO_VERSION));
    others.put(name, blueprint.plan());
    return GuestPlanningResult.of(guest, blueprint, Optional.empty());
  }

  /** Sets the base tree of a guest and replans the guest. Changes nothing if planning fails. */
  Guest putBaseTree(Handle handle, Guest guest, BaseTree tree, byte[] blob) {
    Blueprint blueprint =
        blueprint(
            otherPlans(handle), guest.name(), guest.spec(), Optional.of(guest), Optional.of(tree));
    Optional<byte[]> before = guests.baseTree(handle, guest.name());
    if (before.filter(same -> Arrays.equals(same, blob)).isPresent()) {
      return replanned(handle, guest, guest.spec(), blueprint.plan());
    }
    guests.putBaseTree(handle, guest.name(), blob);
    return recorded(handle, guest, guest.spec(), blueprint.plan());
  }

  private Blueprint blueprint(
      OtherGuestPlans others,
      String name,
      GuestSpec spec,
      Optional<Guest> before,
      Optional<BaseTree> tree) {
    return Blueprint.create(
        planner,
        spec,
        new PlanningContext(
            tree, before.map(Guest::plan), others.of(name, spec, planner.platform(spec))));
  }

  private GuestPlanningResult created(
      Handle handle, String name, GuestSpec spec, Blueprint blueprint) {
    Plan plan = blueprint.plan();
    long version =
        log.append(handle, LogType.GUEST_CREATED, name, Map.of("planDigest", plan.digest()));
    Guest guest = Guest.created(name, spec, plan, clock.instant(), version);
    String token = AgentToken.generate();
    guests.insert(handle, guest, AgentToken.digest(token));
    return GuestPlanningResult.of(guest, blueprint, Optional.of(token));
  }

  private Guest replanned(Handle handle, Guest guest, GuestSpec spec, Plan plan) {
    return plan.equals(guest.plan()) && spec.equals(guest.spec())
        ? guest
        : recorded(handle, guest, spec, plan);
  }

  private Guest recorded(Handle handle, Guest guest, GuestSpec spec, Plan plan) {
    former.superseded(handle, guest, plan);
    long version =
        log.append(
            handle, LogType.GUEST_PLANNED, guest.name(), Map.of("planDigest", plan.digest()));
    Guest planned = guest.planned(spec, plan, clock.instant(), version);
    guests.update(handle, planned);
    return planned;
  }

  private Optional<BaseTree> baseTree(Handle handle, String name) {
    return guests.baseTree(handle, name).map(BaseTree::read);
  }
}
