package dev.okayd.simulation;

import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.planning.GuestChangeListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The guests that a process of okayd is about to reconcile. It takes the place of the work queue
 * and the timers of the real one.
 */
final class ReconcileQueue implements ReconcileTrigger, GuestChangeListener {
  private static final Duration RESYNC = Duration.ofSeconds(30);

  private final SimulatedOkayd okayd;
  private final World world;
  private final PlantedBug bug;
  private final Set<String> queue = new LinkedHashSet<>();

  /** The number of the last reconciliation of each guest; it invalidates earlier timers. */
  private final Map<String, Long> timers = new HashMap<>();

  ReconcileQueue(SimulatedOkayd okayd, World world, PlantedBug bug) {
    this.okayd = okayd;
    this.world = world;
    this.bug = bug;
  }

  @Override
  public void guestChanged(String guest) {
    reconcile(guest);
  }

  @Override
  public void reconcile(String guest) {
    if (bug == PlantedBug.NO_RECONCILIATION && world.chance().happens(0.5)) {
      return;
    }
    if (queue.add(guest)) {
      okayd.later(world.chance().micros(500, 5_000, 0.1), () -> reconcileNow(guest));
    }
  }

  @Override
  public void reconcileGuestsOf(String backend) {
    world
        .store()
        .read(handle -> okayd.parts().attach().guestsOf(handle, backend))
        .forEach(this::reconcile);
  }

  private void reconcileNow(String guest) {
    queue.remove(guest);
    okayd.inbox().beforeReconcile();
    try {
      AttachAssembly.Reconciled result = okayd.parts().attach().reconcile(guest);
      if (result.hasCommand()) {
        okayd.agents().wake(guest);
      }
      long timer = timers.getOrDefault(guest, 0L) + 1;
      timers.put(guest, timer);
      result
          .dueAt()
          .ifPresent(
              at ->
                  okayd.later(
                      Math.max(
                          50_000, Duration.between(world.clock().instant(), at).toNanos() / 1000),
                      () -> {
                        if (timers.getOrDefault(guest, 0L) == timer) {
                          reconcile(guest);
                        }
                      }));
    } catch (OkaydException refusedByTheDisk) {
      okayd.later(5_000_000, () -> reconcile(guest));
    }
  }

  /** Another replica may have made a change. */
  void appendedElsewhere() {
    okayd.later(
        2_000,
        () ->
            world
                .guests()
                .keySet()
                .forEach(
                    guest -> {
                      reconcile(guest);
                      okayd.agents().wake(guest);
                    }));
  }

  void resync() {
    world
        .store()
        .read(handle -> okayd.parts().guests().store().names(handle))
        .forEach(this::reconcile);
    okayd.later(RESYNC.toNanos() / 1000, this::resync);
  }
}
