package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.plan.spec.Policy;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One schedule: a period in which everything can fail, then a period without faults. */
final class Schedule {
  private static final Duration TROUBLE = Duration.ofMinutes(1);

  /** The state must settle within this time after the last fault. */
  static final Duration SETTLES_WITHIN = Duration.ofMinutes(5);

  private static final String SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final List<DeviceType> TYPES =
      List.of(DeviceType.BLK, DeviceType.NET, DeviceType.CONSOLE);

  private final World world;
  private final PlantedBug bug;
  private final Set<String> rebooted = new HashSet<>();
  private final Set<String> hadDropped = new HashSet<>();

  /** Restores the newest backup. */
  private Optional<Runnable> backup = Optional.empty();

  private long steps;
  private long settledMicros;

  Schedule(long seed, PlantedBug bug, Handle handle, @Nullable List<String> trace) {
    this.bug = bug;
    world = new World(seed, bug, handle, trace);
  }

  /** The result of a schedule. */
  record Result(long steps, long faults, long settledMicros) {}

  /** Runs the schedule. Throws {@link Violation} for a violated invariant. */
  Result run() {
    populate();
    plan(world.chance().between(3, 14));
    world.faults().begin();
    long troubleUntil = TROUBLE.toNanos() / 1000;
    while (world.time().step(troubleUntil)) {
      steps++;
      world.oracle().observe();
    }
    endFaults();
    settle(troubleUntil);
    world.oracle().checkAcknowledged();
    return new Result(steps, world.faults().count(), settledMicros);
  }

  private void populate() {
    Chance chance = world.chance();
    int backends = chance.between(1, 2);
    for (int i = 0; i < backends; i++) {
      String name = "b" + i;
      SimulatedBackend.Reporting reporting =
          chance.oneOf(
              List.of(
                  SimulatedBackend.Reporting.EVENTS,
                  SimulatedBackend.Reporting.EVENTS,
                  SimulatedBackend.Reporting.LEASES,
                  SimulatedBackend.Reporting.LEASES,
                  SimulatedBackend.Reporting.XENSTORE));
      world.backends().put(name, new SimulatedBackend(name, SECRET, world, reporting));
    }
    world
        .store()
        .read(
            handle -> {
              world.backends().values().forEach(backend -> register(handle, backend));
              return backends;
            });
    int guests = chance.between(1, 2);
    for (int i = 0; i < guests; i++) {
      guest("g" + i, backends);
    }
    List.copyOf(world.okayds()).forEach(SimulatedOkayd::start);
    world.reader().start();
    world.guests().values().forEach(guest -> soon(() -> startAgent(guest)));
    world.backends().values().forEach(backend -> soon(backend::start));
  }

  private static void startAgent(SimulatedGuest guest) {
    if (guest.runs()) {
      guest.ensureAgent();
    }
  }

  private void register(Handle handle, SimulatedBackend backend) {
    if (backend.isInXenstore()) {
      world.okayd().parts().readiness().registerInXenstore(handle, backend.name());
    } else {
      world.okayd().parts().readiness().register(handle, backend.name(), SECRET);
    }
  }

  private void soonInTrouble(Runnable what) {
    soon(
        () -> {
          if (!world.faults().areOver()) {
            guarded(what);
          }
        });
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
    GuestSpec spec = spec(devices, backends);
    String token = world.okayd().guests().put(name, spec).orElseThrow();
    planned();
    world.guests().put(name, new SimulatedGuest(name, token, world, () -> configuration(name)));
  }

  private GuestSpec spec(List<DeviceSpec> devices, int backends) {
    Chance chance = world.chance();
    List<PciBridgeSpec> bridges =
        chance.happens(0.15)
            ? List.of(
                new PciBridgeSpec(
                    "pci", "b" + chance.between(0, backends - 1), Optional.empty(), List.of()))
            : List.of();
    Optional<Policy> policy =
        chance.happens(0.5)
            ? Optional.of(
                new Policy(
                    chance.happens(0.7) ? Optional.of(OnBackendLost.DETACH) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    chance.happens(0.5) ? Optional.of(2) : Optional.empty()))
            : Optional.empty();
    return new GuestSpec(
        "xen-dom0less",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        devices,
        bridges,
        Optional.empty(),
        Optional.empty(),
        policy);
  }

  /** The toolstack's current configuration of a guest. */
  private SimulatedGuest.Configuration configuration(String name) {
    Guest guest = planned(name);
    return new SimulatedGuest.Configuration(
        world.okayd().guests().tree(name),
        guest.plan().slots().stream()
            .filter(slot -> slot.slotKind() == SlotKind.BOOT)
            .map(PlannedSlot::backend)
            .collect(Collectors.toSet()));
  }

  private DeviceSpec device(int number, List<DeviceSpec> others, int backends) {
    List<String> after =
        !others.isEmpty() && world.chance().happens(0.3)
            ? List.of(others.get(others.size() - 1).name())
            : List.of();
    return new DeviceSpec(
        "d" + number,
        TYPES.get(number),
        Optional.empty(),
        "b" + world.chance().between(0, backends - 1),
        number > 0 && world.chance().happens(0.25) ? Optional.of(SlotKind.BOOT) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        after,
        Optional.empty());
  }

  private void planned() {
    world.plans().planned(world.store().read(handle -> world.okayd().guests().all(handle)));
  }

  /** Plans random disturbances over the period of faults. */
  private void plan(int disturbances) {
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
      case 12 -> want(guest.name(), chance.oneOf(List.of(Intent.values())));
      case 13 -> move(guest.name());
      case 14 -> drop(guest.name());
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
      default -> replan(guest.name());
    }
    follow(chance, guest);
    if (chance.happens(0.5)) {
      soon(backend::start);
    }
  }

  /** Some disturbances matter only together with a later one. */
  private void follow(Chance chance, SimulatedGuest guest) {
    if (chance.happens(0.15)) {
      soonInTrouble(() -> ifRunning(guest, guest::restoreSnapshot));
    }
    if (chance.happens(0.15)) {
      soonInTrouble(this::restore);
    }
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

  /** Makes changes as by an okayd of a later version, before or beside this one. */
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
      soonInTrouble(() -> backend.crash(false));
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
      soonInTrouble(serving::drain);
      world.time().in(Duration.ofSeconds(world.chance().between(8, 30)), serving::cancelDrain);
    }
  }

  /** An operator continues to plan and start guests on a backend that is drained. */
  private void drainAndPlan(SimulatedGuest guest, SimulatedBackend backend) {
    backend.drain();
    soonInTrouble(() -> replan(guest.name()));
    soonInTrouble(() -> move(guest.name()));
    soonInTrouble(() -> ifRunning(guest, () -> guest.reboot(true)));
  }

  /** A person applies the overlay of a bridge, without okayd. */
  private void applyBridge(SimulatedGuest guest) {
    if (guest.runs()) {
      planned(guest.name()).plan().bridges().stream()
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

  private Guest planned(String guest) {
    return world
        .store()
        .read(handle -> world.okayd().guests().store().find(handle, guest))
        .orElseThrow();
  }

  private void want(String guest, Intent intent) {
    List<GuestPlans.Gated> devices =
        world.plans().gated().stream().filter(gated -> gated.guest().equals(guest)).toList();
    if (devices.isEmpty()) {
      return;
    }
    want(guest, world.chance().oneOf(devices).device(), intent);
  }

  private void want(String guest, String device, Intent intent) {
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> world.oracle().wanted(guest, device, intent));
              world.trace("%s/%s is wanted %s", guest, device, intent);
              world.okayd().attach().want(guest, device, intent);
            });
  }

  /** Drops a device, which may be live, from the plan. */
  private void drop(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    if (devices.size() < 2) {
      return;
    }
    DeviceSpec dropped = devices.remove(devices.size() - 1);
    hadDropped.add(name + "/" + dropped.name());
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(this::planned);
              world.trace("%s/%s is dropped", name, dropped.name());
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** Adds a device, for which the guest has to boot another tree. */
  private void replan(String name) {
    Guest guest = planned(name);
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    if (devices.size() == TYPES.size()) {
      return;
    }
    DeviceSpec added = device(devices.size(), devices, world.backends().size());
    devices.add(added);
    world
        .okayd()
        .request(
            () -> {
              world.store().onNextCommit(() -> added(name, added.name()));
              world.trace("%s is planned again", name);
              world.okayd().guests().put(name, guest.spec().with(devices, guest.spec().spare()));
            });
  }

  /** Gives a device another backend; the guest's tree does not change. */
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

  /** A device that is added again after a drop may have another backend. */
  private void added(String guest, String device) {
    planned();
    if (hadDropped.contains(guest + "/" + device)) {
      world.oracle().moved(guest, device);
    }
  }

  private void moved(String guest, String device) {
    planned();
    world.oracle().moved(guest, device);
  }

  private static DeviceSpec servedBy(DeviceSpec device, String backend) {
    return new DeviceSpec(
        device.name(),
        device.type(),
        device.virtioId(),
        backend,
        device.slotKind(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        device.after(),
        Optional.empty());
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
              || (guest.isPutBackUnnoticed() && world.clockWasSetUnseen())
              || world.oracle().hasMoved(guest.name())
              || (world.chance().happens(0.7)
                  && !guest
                      .kernel()
                      .planDigest()
                      .equals(world.plans().presentDigest(guest.name())));
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

  /** A person reboots the guest, as okayd asks: only a reboot shows which device is in the slot. */
  private void rebootWhereSlotIsTaken() {
    world.recorded().stream()
        .filter(device -> device.reason() == Reason.SLOT_TAKEN)
        .map(Recorded::guest)
        .filter(rebooted::add)
        .toList()
        .forEach(guest -> world.guest(guest).reboot(true));
  }

  /** A returning agent gets a failed command again without a person, for some time after faults. */
  private boolean isLongAfterTrouble() {
    return world.time().nowMicros() > world.faultsEndedAtMicros() + 60_000_000;
  }

  /** A person detaches devices that the plan has dropped. */
  private void detachDroppedDevices() {
    world.recorded().stream()
        .filter(Recorded::mayBeLive)
        .filter(device -> !world.plans().isGated(device.guest(), device.device()))
        .filter(device -> world.oracle().intent(device.guest(), device.device()) != Intent.DETACHED)
        .filter(this::hasAddress)
        .forEach(device -> want(device.guest(), device.device(), Intent.DETACHED));
  }

  /** A person retries devices that have failed for a reason that only a person can resolve. */
  private void retryFailedDevices() {
    world.recorded().stream()
        .filter(device -> device.phase() == Phase.FAILED)
        .filter(device -> device.reason() != Reason.NO_ANSWER || isLongAfterTrouble())
        .filter(world.oracle()::isForPersons)
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
