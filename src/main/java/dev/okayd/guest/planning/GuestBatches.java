package dev.okayd.guest.planning;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Guest;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Plans many guests in one transaction. Each guest sees the plans of earlier guests in the batch.
 * If okayd refuses one guest, it refuses the batch.
 */
@ApplicationScoped
public class GuestBatches {
  private final Store store;
  private final GuestStore guests;
  private final GuestPlanning planning;
  private final GuestChangeListener changes;

  GuestBatches(
      Store store, GuestStore guests, GuestPlanning planning, GuestChangeListener changes) {
    this.store = store;
    this.guests = guests;
    this.planning = planning;
    this.changes = changes;
  }

  /** The operation on each guest. */
  private interface Step {
    GuestPlanningResult plan(
        Handle handle, OtherGuestPlans others, String name, GuestSpec spec, Optional<Guest> before);
  }

  /** Creates or replans guests. */
  public List<GuestPlanningResult> put(GuestBatch batch) {
    List<GuestPlanningResult> put =
        store.inTransaction(handle -> each(handle, batch, planning::put));
    batch.guests().forEach(entry -> changes.guestChanged(entry.name()));
    return put;
  }

  /** What {@link #put} would return, without a change. */
  public List<GuestPlanningResult> preview(GuestBatch batch) {
    return store.read(handle -> each(handle, batch, planning::preview));
  }

  private List<GuestPlanningResult> each(Handle handle, GuestBatch batch, Step step) {
    OtherGuestPlans others = planning.otherPlans(handle);
    BatchFaults faults = new BatchFaults();
    Set<String> names = new HashSet<>();
    List<GuestPlanningResult> planned = new ArrayList<>();
    for (GuestBatch.Entry entry : batch.guests()) {
      try {
        requireNew(names, entry.name());
        planned.add(
            step.plan(
                handle, others, entry.name(), entry.spec(), guests.find(handle, entry.name())));
      } catch (OkaydException refusal) {
        faults.add(entry.name(), refusal);
        // its stored plan would cause misleading collisions with later guests
        others.forget(entry.name());
      }
    }
    faults.refuseIfAny();
    return planned;
  }

  private static void requireNew(Set<String> names, String name) {
    Names.require("guest", name);
    if (!names.add(name)) {
      throw new OkaydException(
          ErrorCode.INVALID_SPEC, "The guest is listed twice; list each guest once");
    }
  }
}
