package dev.okayd.simulation;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.attach.AttachAssembly.Recorded;
import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Guest;
import dev.okayd.plan.DeviceSpec;
import dev.okayd.plan.PlannedSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Everything that there is in a schedule. */
final class World {
  private final VirtualTime time = new VirtualTime();
  private final WallClock clock = new WallClock(time);
  private final Chance chance;
  private final Faults faults;
  private final Network network;
  private final SimulatedStore store;
  private final Oracle oracle = new Oracle(this);
  private final PlantedBug bug;
  private final @Nullable List<String> trace;
  private final Map<String, SimulatedGuest> guests = new HashMap<>();
  private final Map<String, SimulatedBackend> backends = new HashMap<>();
  private final Map<String, Guest> plans = new HashMap<>();
  private final Map<String, Long> plannedAt = new HashMap<>();
  private List<Gated> gated = List.of();
  private SimulatedOkayd okayd;
  private int processes;

  /**
   * A world that is empty but for okayd.
   *
   * @param trace where to write what happens; not at all if it is null
   */
  World(long seed, PlantedBug bug, Handle handle, @Nullable List<String> trace) {
    this.bug = bug;
    this.trace = trace;
    chance = new Chance(seed);
    faults = bug == PlantedBug.NONE ? Faults.mixed(chance) : Faults.storm(chance);
    network = new Network(time, faults);
    store = new SimulatedStore(handle, faults, bug, this::committed);
    okayd = process();
  }

  /** A gated device of a guest's present plan. */
  record Gated(
      String guest,
      String device,
      String backend,
      NodePath path,
      int virtioId,
      List<String> after) {}

  VirtualTime time() {
    return time;
  }

  WallClock clock() {
    return clock;
  }

  Chance chance() {
    return chance;
  }

  Faults faults() {
    return faults;
  }

  Network network() {
    return network;
  }

  SimulatedStore store() {
    return store;
  }

  Oracle oracle() {
    return oracle;
  }

  SimulatedOkayd okayd() {
    return okayd;
  }

  Map<String, SimulatedGuest> guests() {
    return guests;
  }

  Map<String, SimulatedBackend> backends() {
    return backends;
  }

  SimulatedGuest guest(String name) {
    SimulatedGuest guest = guests.get(name);
    if (guest == null) {
      throw new IllegalArgumentException(name);
    }
    return guest;
  }

  /** The plans of guests have changed. */
  void planned(List<Guest> present) {
    for (Guest guest : present) {
      Guest before = plans.put(guest.name(), guest);
      if (before == null || !before.plan().digest().equals(guest.plan().digest())) {
        plannedAt.put(guest.name(), time.nowMicros());
      }
    }
    List<Gated> all = new ArrayList<>();
    for (Guest guest : plans.values()) {
      for (PlannedSlot slot : guest.gatedSlots()) {
        all.add(
            new Gated(
                guest.name(),
                slot.device(),
                slot.backend(),
                slot.slot().path(),
                slot.type().virtioId(),
                guest.spec().device(slot.device()).map(DeviceSpec::after).orElse(List.of())));
      }
    }
    gated = List.copyOf(all);
    oracle.look();
  }

  List<Gated> gated() {
    return gated;
  }

  Gated gated(String guest, NodePath path) {
    return gated.stream()
        .filter(device -> device.guest().equals(guest) && device.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new Violation("An overlay for " + path + ", which no plan gates"));
  }

  String presentDigest(String guest) {
    Guest plan = plans.get(guest);
    return plan == null ? "" : plan.plan().digest();
  }

  boolean planIsOlderThan(String guest, long micros) {
    return time.nowMicros() - plannedAt.getOrDefault(guest, 0L) > micros;
  }

  boolean serves(String guest, NodePath path) {
    SimulatedBackend backend = backends.get(gated(guest, path).backend());
    return backend != null && backend.serves();
  }

  int virtioId(String guest, NodePath path) {
    return gated(guest, path).virtioId();
  }

  int virtioId(String guest, String device) {
    return gated.stream()
        .filter(g -> g.guest().equals(guest) && g.device().equals(device))
        .mapToInt(Gated::virtioId)
        .findFirst()
        .orElse(0);
  }

  /** Looked at after each commit, and when an overlay was applied. */
  void checkAbsent() {
    store.read(handle -> oracle.checkAbsent(okayd.attach().absent(handle)));
  }

  private SimulatedOkayd process() {
    processes++;
    return new SimulatedOkayd("okayd-" + processes, this, bug);
  }

  private void committed() {
    store.read(handle -> oracle.committed(okayd.attach().bound(handle)));
    if (!guests.isEmpty()) {
      checkAbsent();
    }
  }

  List<Recorded> recorded() {
    return store.read(handle -> okayd.attach().recorded(handle));
  }

  /** okayd was killed, here and now; another process of it starts a while later. */
  void okaydCrashed() {
    trace("okayd is killed");
    okayd.kill();
    time.inMicros(chance.micros(2_000_000, 40_000_000, 0.1), this::startOkayd);
  }

  void startOkayd() {
    okayd.kill();
    okayd = process();
    trace("okayd starts");
    oracle.checkAcknowledged();
    okayd.start();
  }

  @FormatMethod
  void trace(String format, Object... arguments) {
    if (trace != null) {
      trace.add("%10.3f ".formatted(time.nowMicros() / 1e6) + format.formatted(arguments));
    }
  }
}
