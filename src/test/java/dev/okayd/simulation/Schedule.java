package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.guest.Guest;
import dev.okayd.plan.DeviceSpec;
import dev.okayd.plan.DeviceType;
import dev.okayd.plan.GuestSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: some minutes of a world in which everything can fail, then some in which nothing
 * does.
 */
final class Schedule {
  private static final Duration TROUBLE = Duration.ofMinutes(1);

  /** Within this time after the last fault everything is where its inputs call for. */
  static final Duration SETTLES_WITHIN = Duration.ofMinutes(5);

  private static final String SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final List<DeviceType> TYPES =
      List.of(DeviceType.BLK, DeviceType.NET, DeviceType.CONSOLE);

  private final World world;
  private long steps;
  private long settledMicros;

  Schedule(long seed, PlantedBug bug, Handle handle, @Nullable List<String> trace) {
    world = new World(seed, bug, handle, trace);
  }

  /** What a schedule came to. */
  record Result(long steps, long faults, long settledMicros) {}

  /** Runs it. {@link Violation} if something happened that must not happen. */
  Result run() {
    populate();
    plan(world.chance().between(3, 14));
    world.faults().begin();
    long troubleUntil = TROUBLE.toNanos() / 1000;
    while (world.time().step(troubleUntil)) {
      steps++;
      world.oracle().look();
    }
    mend();
    settle(troubleUntil);
    world.oracle().checkAcknowledged();
    return new Result(steps, world.faults().count(), settledMicros);
  }

  private void populate() {
    Chance chance = world.chance();
    int backends = chance.between(1, 2);
    for (int i = 0; i < backends; i++) {
      String name = "b" + i;
      world.backends().put(name, new SimulatedBackend(name, SECRET, world, chance.happens(0.4)));
    }
    world
        .store()
        .read(
            handle -> {
              world
                  .backends()
                  .keySet()
                  .forEach(name -> world.okayd().readiness().register(handle, name, SECRET));
              return backends;
            });
    int guests = chance.between(1, 2);
    for (int i = 0; i < guests; i++) {
      guest("g" + i, backends);
    }
    world.okayd().start();
    world.guests().values().forEach(guest -> soon(guest::startAgent));
    world.backends().values().forEach(backend -> soon(backend::start));
  }

  private void soon(Runnable what) {
    world.time().inMicros(world.chance().micros(3_000_000, 30_000_000, 0.2), what);
  }

  private void guest(String name, int backends) {
    List<DeviceSpec> devices = new ArrayList<>();
    int count = world.chance().between(1, 2);
    for (int i = 0; i < count; i++) {
      devices.add(device(i, devices, backends));
    }
    GuestSpec spec = new GuestSpec("xen-dom0less", devices);
    String token = world.okayd().guests().put(name, spec).orElseThrow();
    planned();
    world
        .guests()
        .put(name, new SimulatedGuest(name, token, world, () -> world.okayd().guests().tree(name)));
  }

  private DeviceSpec device(int number, List<DeviceSpec> others, int backends) {
    List<String> after =
        !others.isEmpty() && world.chance().happens(0.3)
            ? List.of(others.get(others.size() - 1).name())
            : List.of();
    return new DeviceSpec(
        "d" + number,
        TYPES.get(number),
        "b" + world.chance().between(0, backends - 1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        after,
        Optional.empty());
  }

  private void planned() {
    world.planned(world.store().read(handle -> world.okayd().guests().all(handle)));
  }

  /** What will happen of itself, spread over the time of trouble. */
  private void plan(int happenings) {
    for (int i = 0; i < happenings; i++) {
      world
          .time()
          .in(Duration.ofMillis(world.chance().between(0, 55_000)), () -> guarded(this::happening));
    }
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (OkaydCrash crash) {
      world.okaydCrashed();
    }
  }

  private void happening() {
    Chance chance = world.chance();
    world.faults().struck();
    SimulatedGuest guest = chance.oneOf(List.copyOf(world.guests().values()));
    SimulatedBackend backend = chance.oneOf(List.copyOf(world.backends().values()));
    switch (chance.between(0, 12)) {
      case 0, 1 -> guest.reboot(chance.happens(0.8));
      case 2 -> guest.restartAgent();
      case 3 -> backend.crash(true);
      case 4 -> backend.crash(false);
      case 5, 6 -> backend.drain();
      case 7 -> backend.start();
      case 8 -> world.okaydCrashed();
      case 9 -> world.clock().jump(chance.between(-60, 60) * 1_000_000L);
      case 10 -> want(guest.name(), chance.oneOf(List.of(Intent.values())));
      case 11 -> move(guest.name());
      default -> replan(guest.name());
    }
    if (chance.happens(0.5)) {
      soon(backend::start);
    }
  }

  private Guest planned(String guest) {
    return world
        .store()
        .read(handle -> world.okayd().guests().store().find(handle, guest))
        .orElseThrow();
  }

  private void want(String guest, Intent intent) {
    List<World.Gated> devices =
        world.gated().stream().filter(gated -> gated.guest().equals(guest)).toList();
    String device = world.chance().oneOf(devices).device();
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> world.oracle().wanted(guest, device, intent));
              world.trace("%s/%s is wanted %s", guest, device, intent);
              world.okayd().attach().want(guest, device, intent);
            });
  }

  /** One device more, for which the guest has to boot another tree. */
  private void replan(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    if (devices.size() == TYPES.size()) {
      return;
    }
    devices.add(device(devices.size(), devices, world.backends().size()));
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(this::planned);
              world.trace("%s is planned anew", name);
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** A device gets another backend, in the tree that the guest has. */
  private void move(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    int index = world.chance().between(0, devices.size() - 1);
    DeviceSpec before = devices.get(index);
    String backend = "b" + world.chance().between(0, world.backends().size() - 1);
    if (backend.equals(before.backend())) {
      return;
    }
    devices.set(index, servedBy(before, backend));
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> moved(name, before.name()));
              world.trace("%s/%s is moved to %s", name, before.name(), backend);
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  private void moved(String guest, String device) {
    planned();
    world.oracle().moved(guest, device);
  }

  private static DeviceSpec servedBy(DeviceSpec device, String backend) {
    return new DeviceSpec(
        device.name(),
        device.type(),
        backend,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        device.after(),
        Optional.empty());
  }

  /** Everything works from now on: who is down starts, and a guest boots its present tree. */
  private void mend() {
    world.trace("no more faults");
    world.faults().end();
    world.startOkayd();
    world.backends().values().forEach(backend -> backend.recover());
    for (SimulatedGuest guest : world.guests().values()) {
      boolean isOfEarlierPlan =
          !guest.kernel().planDigest().equals(world.presentDigest(guest.name()))
              || world.oracle().hasMoved(guest.name());
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
    List<String> unsettled = List.of("nothing was looked at");
    while (world.time().step(until)) {
      steps++;
      if (world.time().nowMicros() >= checkAt) {
        checkAt = world.time().nowMicros() + 500_000;
        retryWhatFailed();
        unsettled = world.oracle().unsettled(world.recorded());
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

  /** A person looks at what has failed for a reason that only persons can do something about. */
  private void retryWhatFailed() {
    world.recorded().stream()
        .filter(device -> device.phase() == Phase.FAILED)
        .filter(device -> device.reason() != Reason.NO_ANSWER)
        .forEach(
            device ->
                world
                    .okayd()
                    .request(
                        () ->
                            world.okayd().attach().retryIfFailed(device.guest(), device.device())));
  }
}
