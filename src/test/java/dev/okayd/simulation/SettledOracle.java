package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether every device is in the state that its inputs require. */
final class SettledOracle {
  private final World world;
  private final Oracle oracle;
  private final ReadinessOracle readiness;

  SettledOracle(World world, Oracle oracle) {
    this.world = world;
    this.oracle = oracle;
    this.readiness = oracle.readiness();
  }

  /** The devices that are not in the state that their inputs require; empty if all have settled. */
  List<String> unsettled(List<Recorded> recorded) {
    List<String> unsettled = new ArrayList<>();
    for (GuestPlans.Gated gated : world.plans().gated()) {
      boolean fits =
          recorded.stream()
              .filter(d -> d.guest().equals(gated.guest()) && d.device().equals(gated.device()))
              .anyMatch(device -> fits(device, gated, recorded));
      if (!fits) {
        unsettled.add(gated.guest() + "/" + gated.device());
      }
    }
    recorded.stream()
        .filter(device -> !world.plans().isGated(device.guest(), device.device()))
        .filter(Recorded::mayBeLive)
        .forEach(device -> unsettled.add(device.guest() + "/" + device.device() + ", dropped"));
    return unsettled;
  }

  private boolean fits(Recorded device, GuestPlans.Gated gated, List<Recorded> all) {
    SimulatedGuest guest = world.guest(gated.guest());
    SimulatedKernel kernel = guest.kernel();
    if (!device.bootId().equals(Optional.of(kernel.bootId()))) {
      return false;
    }
    boolean live = kernel.applied().contains(gated.path());
    if (!kernel.planDigest().equals(world.plans().currentDigest(gated.guest()))) {
      return !device.mayBeLive() || mayStayLive(device, gated);
    }
    if (oracle.intent(gated.guest(), gated.device()) == Intent.DETACHED) {
      return readiness.isReady(gated.backend()) ? device.phase() == Phase.DETACHED && !live : true;
    }
    boolean ordered =
        gated.after().stream()
            .allMatch(
                other ->
                    !world.plans().isGated(gated.guest(), other)
                        || all.stream()
                            .filter(
                                d -> d.guest().equals(gated.guest()) && d.device().equals(other))
                            .anyMatch(d -> d.phase() == Phase.BOUND));
    if (!ordered && device.phase() == Phase.WAITING) {
      return true;
    }
    return readiness.isReady(gated.backend())
        ? device.phase() == Phase.BOUND && live
        : switch (device.phase()) {
          case WAITING, DETACHED, DEGRADED, FAILED -> true;
          case DELIVERING, APPLIED, BOUND, DRAINING -> false;
        };
  }

  /** A guest can prove nothing of a live device before it boots the tree of its plan. */
  private boolean mayStayLive(Recorded device, GuestPlans.Gated gated) {
    return oracle.intent(gated.guest(), gated.device()) != Intent.DETACHED
        || !readiness.isReady(device.backend());
  }

  /**
   * Whether an operator has to retry a failed device: okayd itself retries removals without an
   * intent.
   */
  boolean needsOperator(Recorded device) {
    boolean detachWanted = oracle.intent(device.guest(), device.device()) == Intent.DETACHED;
    boolean removalFailed = device.wasToBeRemoved() || device.reason() == Reason.DEVICE_BUSY;
    return !removalFailed || detachWanted || !readiness.isReady(device.backend());
  }
}
