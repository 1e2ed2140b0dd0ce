package dev.okayd.guest.api;

import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.BootView;
import dev.okayd.guest.planning.GuestPlanningResult;
import dev.okayd.overlay.Headroom;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.GuestSpec;
import java.util.List;
import java.util.Optional;

/** A guest as the API shows it. */
record GuestView(
    String name,
    GuestSpec spec,
    String planDigest,
    Optional<String> baseTree,
    Optional<BootView> boot,
    Optional<String> agentToken,
    Optional<Headroom> headroom,
    Optional<List<String>> warnings,
    Optional<Plan> plan) {

  /** A guest without a new plan. */
  static GuestView of(Guest guest) {
    return new GuestView(
        guest.name(),
        guest.spec(),
        guest.plan().digest(),
        guest.plan().baseTree(),
        guest.boot().map(boot -> BootView.of(guest, boot)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A guest with a new plan. */
  static GuestView of(GuestPlanningResult put) {
    GuestView guest = of(put.guest());
    return new GuestView(
        guest.name,
        guest.spec,
        guest.planDigest,
        guest.baseTree,
        guest.boot,
        put.agentToken(),
        Optional.of(put.headroom()),
        Optional.of(put.warnings()),
        Optional.empty());
  }

  /** A guest with a plan that okayd did not record. */
  static GuestView preview(GuestPlanningResult put) {
    GuestView guest = of(put);
    return new GuestView(
        guest.name,
        guest.spec,
        guest.planDigest,
        guest.baseTree,
        guest.boot,
        Optional.empty(),
        guest.headroom,
        guest.warnings,
        Optional.of(put.guest().plan()));
  }
}
