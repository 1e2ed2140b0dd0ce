package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedPciBridge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The random disturbances of a schedule. */
final class Disturbances {
  private final World world;
  private final OperatorRequests operator;

  /** Restores the newest backup. */
  private Optional<Runnable> backup = Optional.empty();

  Disturbances(World world, OperatorRequests operator) {
    this.world = world;
    this.operator = operator;
  }

  /** Plans random disturbances over the period of faults. */
  void plan(int disturbances) {
    for (int i = 0; i < disturbances; i++) {
      world
          .time()
          .in(Duration.ofMillis(world.chance().between(0, 55_000)), () -> guarded(this::disturb));
    }
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (OkaydCrash crash) {
      world.okaydCrashed(world.okayd());
    }
  }

  private void disturb() {
    Chance chance = world.chance();
    world.faults().struck();
    SimulatedGuest guest = chance.oneOf(List.copyOf(world.guests().values()));
    SimulatedBackend backend = chance.oneOf(List.copyOf(world.backends().values()));
    switch (chance.between(0, 30)) {
      case 0, 1 -> ifRunning(guest, () -> guest.reboot(chance.happens(0.8)));
      case 2 -> ifRunning(guest, guest::restartAgent);
      case 3 -> backend.crash(true);
      case 4 -> backend.crash(false);
      case 5, 6, 7 -> backend.drain();
      case 8 -> backend.start();
      case 9 -> world.okaydCrashed(world.okayd());
      case 10 -> world.clock().jump(chance.between(-60, 60) * 1_000_000L);
      case 11 -> world.clock().jump(chance.between(-20_000, 20_000) * 86_400_000_000L);
      case 12 -> operator.want(guest.name(), chance.oneOf(List.of(Intent.values())));
      case 13 -> operator.move(guest.name());
      case 14 -> operator.drop(guest.name());
      case 15 -> ifRunning(guest, () -> guest.pause(chance.micros(5_000_000, 30_000_000, 0.3)));
      case 16 -> ifRunning(guest, guest::takeSnapshot);
      case 17 -> ifRunning(guest, guest::restoreSnapshot);
      case 18 -> backup();
      case 19 -> restore();
      case 20 -> pauseOkayd(backend);
      case 21 -> applyBridge(guest);
      case 22, 23 -> use(guest, backend);
      case 24, 25 -> world.okayd().trim(chance.between(1, 12));
      case 26, 27 -> laterVersionWrites();
      case 28, 29 -> drainAndPlan(guest, backend);
      default -> operator.replan(guest.name());
    }
    follow(chance, guest);
    if (chance.happens(0.5)) {
      world.soon(backend::start);
    }
  }

  /** Some disturbances matter only together with a later one. */
  private void follow(Chance chance, SimulatedGuest guest) {
    if (chance.happens(0.15)) {
      soonWhileFaulty(() -> ifRunning(guest, guest::restoreSnapshot));
    }
    if (chance.happens(0.15)) {
      soonWhileFaulty(this::restore);
    }
  }

  private void soonWhileFaulty(Runnable what) {
    world.soon(
        () -> {
          if (!world.faults().areOver()) {
            guarded(what);
          }
        });
  }

  private void ifRunning(SimulatedGuest guest, Runnable what) {
    if (guest.runs() && guest.pausedUntil() <= world.time().nowMicros()) {
      what.run();
    }
  }

  private void backup() {
    world.trace("a backup is made");
    byte[] file = world.okayd().backup();
    Oracle.Backup known = world.oracle().backup();
    backup =
        Optional.of(
            () ->
                world
                    .okayd()
                    .restore(
                        file,
                        () -> {
                          world.trace("the backup is restored");
                          world.restored(world.store().read(this::allGuests));
                          world.oracle().restored(known);
                        }));
  }

  private void restore() {
    backup.ifPresent(Runnable::run);
  }

  private List<Guest> allGuests(Handle handle) {
    return world.okayds().get(0).guests().all(handle);
  }

  /** Makes the changes of an okayd of a later version that ran before or runs beside this one. */
  private void laterVersionWrites() {
    for (String change : LaterVersion.CHANGES) {
      if (world.chance().happens(0.5)) {
        world.store().read(handle -> handle.execute(change));
      }
    }
  }

  /** The hypervisor or the disk pauses okayd; a backend may crash meanwhile. */
  private void pauseOkayd(SimulatedBackend backend) {
    world.okayd().pause(world.chance().micros(20_000_000, 60_000_000, 0.3));
    if (world.chance().happens(0.4)) {
      soonWhileFaulty(() -> backend.crash(false));
    }
  }

  /** A guest uses its devices, and does not release them when their backend is drained. */
  private void use(SimulatedGuest guest, SimulatedBackend backend) {
    long until = world.time().nowMicros() + world.chance().between(20, 60) * 1_000_000L;
    guest.kernel().applied().forEach(path -> guest.kernel().use(path, until));
    SimulatedBackend serving =
        guest.kernel().applied().stream()
            .findFirst()
            .flatMap(guest.kernel()::backendOf)
            .map(world.backends()::get)
            .orElse(backend);
    if (world.chance().happens(0.7)) {
      soonWhileFaulty(serving::drain);
      world.time().in(Duration.ofSeconds(world.chance().between(8, 30)), serving::cancelDrain);
    }
  }

  /** An operator continues to plan and start guests on a backend that is drained. */
  private void drainAndPlan(SimulatedGuest guest, SimulatedBackend backend) {
    backend.drain();
    soonWhileFaulty(() -> operator.replan(guest.name()));
    soonWhileFaulty(() -> operator.move(guest.name()));
    soonWhileFaulty(() -> ifRunning(guest, () -> guest.reboot(true)));
  }

  /** The operator applies the overlay of a bridge, without okayd. */
  private void applyBridge(SimulatedGuest guest) {
    if (guest.runs()) {
      operator.planned(guest.name()).plan().bridges().stream()
          .map(PlannedPciBridge::backend)
          .filter(name -> isServing(name))
          .forEach(guest.kernel()::applyByHand);
    }
  }

  private boolean isServing(String backend) {
    return Optional.ofNullable(world.backends().get(backend))
        .filter(b -> b.serves() && !b.isDraining())
        .isPresent();
  }
}
