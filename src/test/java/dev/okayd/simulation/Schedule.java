package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One schedule: a period in which everything can fail, then a period without faults. */
final class Schedule {
  private static final Duration FAULT_PERIOD = Duration.ofMinutes(1);

  /** The state must settle within this time after the last fault. */
  static final Duration SETTLES_WITHIN = Duration.ofMinutes(5);

  private final World world;
  private final PlantedBug bug;
  private final RandomSpecs specs;
  private final OperatorRequests operator;
  private final Set<String> rebooted = new HashSet<>();

  private long steps;
  private long settledMicros;

  Schedule(long seed, PlantedBug bug, Handle handle, @Nullable List<String> trace) {
    this.bug = bug;
    world = new World(seed, bug, handle, trace);
    specs = new RandomSpecs(world.chance());
    operator = new OperatorRequests(world, specs);
  }

  /** The result of a schedule. */
  record Result(long steps, long faults, long settledMicros) {}

  /** Runs the schedule. Throws {@link Violation} for a violated invariant. */
  Result run() {
    new Population(world, specs, operator).populate();
    new Disturbances(world, operator).plan(world.chance().between(3, 14));
    world.faults().begin();
    long faultsUntil = FAULT_PERIOD.toNanos() / 1000;
    while (world.time().step(faultsUntil)) {
      steps++;
      world.oracle().observe();
    }
    endFaults();
    settle(faultsUntil);
    world.oracle().checkAcknowledged();
    return new Result(steps, world.faults().count(), settledMicros);
  }

  /** Ends all faults: stopped processes start, and guests boot the tree of their current plan. */
  private void endFaults() {
    world.trace("no more faults");
    world.faults().end();
    world.faultsEnded();
    List.copyOf(world.okayds()).forEach(world::replace);
    world.backends().values().forEach(backend -> backend.recover());
    for (SimulatedGuest guest : world.guests().values()) {
      boolean isOfEarlierPlan =
          !guest.runs()
              || (guest.isRestoredUnnoticed() && world.clockWasSetUnseen())
              || world.oracle().hasMoved(guest.name())
              || (world.chance().happens(0.7)
                  && !guest
                      .kernel()
                      .planDigest()
                      .equals(world.plans().currentDigest(guest.name())));
      if (isOfEarlierPlan) {
        guest.reboot(true);
      } else {
        guest.ensureAgent();
      }
    }
  }

  private void settle(long from) {
    long until = from + SETTLES_WITHIN.toNanos() / 1000;
    long checkAt = from;
    List<String> unsettled = List.of("no check has run");
    while (world.time().step(until)) {
      steps++;
      if (world.time().nowMicros() >= checkAt) {
        checkAt = world.time().nowMicros() + 500_000;
        detachDroppedDevices();
        retryFailedDevices();
        rebootWhereSlotIsTaken();
        unsettled = world.oracle().settled().unsettled(world.recorded());
        if (unsettled.isEmpty()) {
          settledMicros = world.time().nowMicros() - from;
          return;
        }
      }
    }
    throw new Violation(
        "%s did not settle within %s after the last fault: %s"
            .formatted(unsettled, SETTLES_WITHIN, world.recorded()));
  }

  /**
   * The operator reboots the guest, as okayd requests. Only a reboot shows which device is in the
   * slot.
   */
  private void rebootWhereSlotIsTaken() {
    world.recorded().stream()
        .filter(device -> device.reason() == Reason.SLOT_TAKEN)
        .map(Recorded::guest)
        .filter(rebooted::add)
        .toList()
        .forEach(guest -> world.guest(guest).reboot(true));
  }

  /** For some time after faults, okayd resends a failed command to a returning agent by itself. */
  private boolean isLongAfterFaults() {
    return world.time().nowMicros() > world.faultsEndedAtMicros() + 60_000_000;
  }

  /** The operator detaches devices that the plan has dropped. */
  private void detachDroppedDevices() {
    world.recorded().stream()
        .filter(Recorded::mayBeLive)
        .filter(device -> !world.plans().isGated(device.guest(), device.device()))
        .filter(device -> world.oracle().intent(device.guest(), device.device()) != Intent.DETACHED)
        .filter(this::hasAddress)
        .forEach(device -> operator.want(device.guest(), device.device(), Intent.DETACHED));
  }

  /**
   * The operator retries failed devices if only an operator can resolve the reason of the failure.
   */
  private void retryFailedDevices() {
    world.recorded().stream()
        .filter(device -> device.phase() == Phase.FAILED)
        .filter(device -> device.reason() != Reason.NO_ANSWER || isLongAfterFaults())
        .filter(world.oracle().settled()::needsOperator)
        .filter(this::hasAddress)
        .forEach(
            device ->
                world
                    .okayd()
                    .request(
                        () ->
                            world.okayd().attach().retryIfFailed(device.guest(), device.device())));
  }

  private boolean hasAddress(Recorded device) {
    return bug != PlantedBug.DROPPED_DEVICES_HAVE_NO_ADDRESS
        || world.plans().isGated(device.guest(), device.device());
  }
}
