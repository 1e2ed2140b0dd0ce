package dev.okayd.simulation;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Guest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The whole state of a schedule. */
final class World {
  /** okayd attributes a shorter pause to a busy machine. */
  private static final long LONGEST_UNNOTICED_MICROS = 3_000_000;

  private final VirtualTime time = new VirtualTime();
  private final WallClock clock;
  private final Chance chance;
  private final Faults faults;
  private final Network network;
  private final SimulatedStore store;
  private final Oracle oracle = new Oracle(this);
  private final PlantedBug bug;
  private final GuestPlans plans;
  private final @Nullable List<String> trace;
  private final Map<String, SimulatedGuest> guests = new HashMap<>();
  private final Map<String, SimulatedBackend> backends = new HashMap<>();
  private final List<SimulatedOkayd> okayds = new ArrayList<>();
  private final int replicas;
  private final SimulatedReader reader;
  private int processes;
  private long newestEntry;
  private boolean clockWasSetUnseen;
  private long faultsEndedAtMicros;

  /** The total change of the wall clock when an okayd last noticed it. */
  private long noticedOffset;

  /**
   * A world with only okayd.
   *
   * @param trace receives the trace of all actions; none if null
   */
  World(long seed, PlantedBug bug, Handle handle, @Nullable List<String> trace) {
    this.bug = bug;
    this.trace = trace;
    this.plans = new GuestPlans(this, bug);
    chance = new Chance(seed);
    clock = new WallClock(time, chance.oneOf(List.of(0, 0, 300, -300)));
    replicas = chance.happens(0.15) ? 2 : 1;
    boolean inStorm = bug != PlantedBug.NONE || Boolean.getBoolean("sim.storm");
    faults = inStorm ? Faults.storm(chance) : Faults.mixed(chance);
    network = new Network(time, faults);
    store = new SimulatedStore(handle, faults, bug, this::committed);
    for (int i = 0; i < replicas; i++) {
      okayds.add(process());
    }
    reader = new SimulatedReader(this, okayds.get(0).parts().log(), bug);
  }

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

  /** The okayd that receives a request. With several, a random one. */
  SimulatedOkayd okayd() {
    return okayds.size() == 1 ? okayds.get(0) : chance.oneOf(okayds);
  }

  List<SimulatedOkayd> okayds() {
    return okayds;
  }

  /** Whether the clock was ever set while no okayd ran. okayd cannot detect this. */
  boolean clockWasSetUnseen() {
    return clockWasSetUnseen;
  }

  /** Whether several okayds share a database and its server's time. */
  boolean hasReplicas() {
    return replicas > 1;
  }

  /** Whether no other okayd receives messages. */
  boolean isAlone(SimulatedOkayd process) {
    return okayds.stream().noneMatch(other -> other != process && other.isReceiving());
  }

  /** An okayd is about to pause. It notices a long pause in which no okayd receives messages. */
  void pausing(SimulatedOkayd process, long micros) {
    if (micros <= LONGEST_UNNOTICED_MICROS) {
      return;
    }
    boolean wasAlone = isAlone(process);
    if (wasAlone) {
      oracle.readiness().stopsReceiving();
    }
    time.inMicros(
        micros,
        () -> {
          if (process.isUp() && (wasAlone || isAlone(process))) {
            oracle.readiness().startsReceiving(false);
          }
        });
  }

  /** An okayd has noticed the change of the wall clock. */
  void noticedClock() {
    noticedOffset = clock.offsetMicros();
  }

  /** Faults have ended. */
  void faultsEnded() {
    faultsEndedAtMicros = time.nowMicros();
  }

  long faultsEndedAtMicros() {
    return faultsEndedAtMicros;
  }

  Map<String, SimulatedGuest> guests() {
    return guests;
  }

  Map<String, SimulatedBackend> backends() {
    return backends;
  }

  /** Runs an action after a random delay. */
  void soon(Runnable what) {
    time.inMicros(chance.micros(3_000_000, 30_000_000, 0.2), what);
  }

  GuestPlans plans() {
    return plans;
  }

  SimulatedGuest guest(String name) {
    SimulatedGuest guest = guests.get(name);
    if (guest == null) {
      throw new IllegalArgumentException(name);
    }
    return guest;
  }

  /** A backup has replaced the state. */
  void restored(List<Guest> present) {
    plans.restored(present);
    newestEntry = 0;
    oracle.log().logIsRestored();
  }

  /** The reader that follows the log from its beginning. */
  SimulatedReader reader() {
    return reader;
  }

  /** Whether a driver of the guest finds a device at a node. */
  boolean serves(SimulatedGuest guest, NodePath path) {
    return guest
        .kernel()
        .backendOf(path)
        .flatMap(name -> Optional.ofNullable(backends.get(name)))
        .filter(SimulatedBackend::serves)
        .isPresent();
  }

  /** The backend for which okayd has enabled a device. */
  String enabledFor(String guest, String device) {
    return recorded().stream()
        .filter(d -> d.guest().equals(guest) && d.device().equals(device))
        .findFirst()
        .map(Recorded::backend)
        .orElse("");
  }

  /** Whether a node's overlay is applied in a guest, as far as okayd can know. */
  boolean hasApplied(String guest, NodePath path) {
    SimulatedGuest running = guests.get(guest);
    return running != null && running.hasApplied(path);
  }

  /** An overlay was applied. */
  void checkAbsent() {
    store.read(handle -> oracle.checkAbsent(okayds.get(0).attach().rows(handle)));
  }

  private SimulatedOkayd process() {
    processes++;
    return new SimulatedOkayd("okayd-" + processes, this, bug);
  }

  private void committed() {
    store.read(handle -> oracle.committed(okayds.get(0).attach().rows(handle)));
    if (hasNewEntries() && replicas > 1) {
      okayds.forEach(okayd -> okayd.queue().appendedElsewhere());
    }
  }

  /** Whether the log has a new entry: replicas notice each other's changes only from it. */
  private boolean hasNewEntries() {
    List<LogOracle.Entry> received =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT seq, type, subject, data FROM event_log WHERE seq > :newest ORDER BY seq")
                    .bind("newest", newestEntry)
                    .map(
                        (row, context) ->
                            new LogOracle.Entry(
                                row.getLong(1),
                                row.getString(2) + " " + row.getString(3) + " " + row.getString(4)))
                    .list());
    for (LogOracle.Entry entry : received) {
      oracle.log().logged(entry);
      newestEntry = entry.seq();
    }
    return !received.isEmpty();
  }

  List<Recorded> recorded() {
    return store.read(handle -> okayds.get(0).attach().recorded(handle));
  }

  /** okayd was killed at this point; a new process starts later. */
  void okaydCrashed(SimulatedOkayd crashed) {
    if (!crashed.isUp()) {
      return;
    }
    trace("%s is killed", crashed.name());
    kill(crashed);
    time.inMicros(
        chance.micros(2_000_000, 40_000_000, 0.1),
        () -> {
          if (okayds.contains(crashed)) {
            replace(crashed);
          }
        });
  }

  private void kill(SimulatedOkayd process) {
    if (process.isReceiving() && isAlone(process)) {
      oracle.readiness().stopsReceiving();
    }
    process.kill();
  }

  /** Replaces a process that may still run by a new one. */
  void replace(SimulatedOkayd before) {
    kill(before);
    SimulatedOkayd after = process();
    trace("%s starts", after.name());
    okayds.set(okayds.indexOf(before), after);
    oracle.checkAcknowledged();
    if (isAlone(after)) {
      clockWasSetUnseen |= noticedOffset != clock.offsetMicros();
      oracle.readiness().startsReceiving(noticedOffset != clock.offsetMicros());
    }
    after.start();
  }

  @FormatMethod
  void trace(String format, Object... arguments) {
    if (trace != null) {
      trace.add("%10.3f ".formatted(time.nowMicros() / 1e6) + format.formatted(arguments));
    }
  }
}
