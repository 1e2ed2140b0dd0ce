package dev.okayd.guest;

import dev.okayd.http.EntityTag;
import dev.okayd.overlay.Headroom;
import dev.okayd.plan.GuestChannel;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Plan;
import java.time.Instant;
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

  /** A guest as it is. */
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

  /** A guest that was planned just now. */
  static GuestView of(PlannedGuest put) {
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

  /** A guest that would be planned so. */
  static GuestView preview(PlannedGuest put) {
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
