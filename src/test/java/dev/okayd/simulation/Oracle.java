package dev.okayd.simulation;

import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import dev.okayd.attach.decide.Intent;
import dev.okayd.attach.decide.Phase;
import dev.okayd.attach.decide.Reason;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.fdt.NodePath;
import dev.okayd.readiness.registration.ReadinessAssembly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges okayd by what it has been told, kept in a model of its own that is as simple as can be,
 * and by what really happens in the guests. It knows no clock but the true time.
 */
final class Oracle {
  /** "Go" holds for two seconds, and an agent that has it acts a moment later. */
  static final long WINDOW_MICROS = 2_050_000;

  /** Messages from before the last fault have come in by then. */
  private static final long LONGEST_WAY_MICROS = 1_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Map<String, Told> told = new HashMap<>();
  private Map<String, Intent> intents = new HashMap<>();
  private Map<String, Integer> drained = new HashMap<>();
  private final Map<String, Long> mayNotSince = new HashMap<>();
  private final Map<String, Long> removals = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> shownBound = new HashSet<>();
  private final Map<String, String> commands = new HashMap<>();
  private final List<SimulatedBackend.Said> acknowledged = new ArrayList<>();

  /** Backends whose lease has ended while okayd listened. */
  private final Set<String> lost = new HashSet<>();

  private long listeningSince;
  private final Map<Long, String> entriesEver = new HashMap<>();
  private final NavigableSet<Long> entries = new TreeSet<>();
  private boolean readerKnowsOfGap;
  private final Map<String, String> representations = new HashMap<>();

  Oracle(World world) {
    this.world = world;
  }

  /** What a backend said that counts. */
  private record Told(int epoch, long sequence, String type, long atMicros, long ttlMicros) {
    boolean holds(long now) {
      return ttlMicros == 0 || now < atMicros + ttlMicros;
    }

    boolean isReady(long now) {
      return type.equals("ready") && holds(now);
    }

    boolean isBefore(int otherEpoch, long otherSequence) {
      return otherEpoch > epoch || (otherEpoch == epoch && otherSequence > sequence);
    }
  }

  /** What a backup has of all this. */
  record Backup(Map<String, Intent> intents, Map<String, Integer> drained) {}

  Backup backup() {
    return new Backup(Map.copyOf(intents), Map.copyOf(drained));
  }

  /** A backup is in the place of the state; what backends said last holds all the same. */
  void restored(Backup backup) {
    look();
    intents = new HashMap<>(backup.intents());
    drained = new HashMap<>(backup.drained());
    look();
  }

  /** An event is on okayd's disk that came in then. */
  void received(SimulatedBackend.Said said, long atMicros) {
    hear(
        said.backend(),
        new Told(
            said.epoch(), said.sequence(), said.type(), atMicros, said.ttlSeconds() * 1_000_000L));
  }

  /** A reading of the xenstore is on okayd's disk. Of two, the later one counts. */
  void read(String backend, SimulatedBackend.Key key, int ttlSeconds, long atMicros) {
    Told reading =
        new Told(
            key.epoch(),
            atMicros,
            key.isReady() ? "ready" : "lost",
            atMicros,
            key.isReady() ? ttlSeconds * 1_000_000L : 0);
    hear(backend, reading);
  }

  private void hear(String backend, Told news) {
    Told before = told.get(backend);
    if (before == null || before.isBefore(news.epoch(), news.sequence())) {
      look();
      world.trace("%s has said %s, %d.%d", backend, news.type(), news.epoch(), news.sequence());
      told.put(backend, news);
      lost.remove(backend);
      if (news.ttlMicros() > 0) {
        world.time().inMicros(news.ttlMicros(), this::look);
      }
      look();
    }
  }

  /** okayd begins to listen; whether it knows how much time has passed since it ended or not. */
  void listens(boolean clockWasSet) {
    listeningSince = world.time().nowMicros();
    if (clockWasSet) {
      // which leases were over then, nobody can tell; none is longer than it was
      told.replaceAll(
          (backend, t) ->
              t.ttlMicros() == 0 || lost.contains(backend)
                  ? t
                  : new Told(t.epoch(), t.sequence(), t.type(), listeningSince, t.ttlMicros()));
    }
    look();
  }

  /** A drain is on okayd's disk; it holds until a later epoch. */
  void drains(String backend, int epoch) {
    world.trace("%s is drained in epoch %d", backend, epoch);
    drained.merge(backend, epoch, Math::max);
    look();
  }

  /** A drain is called off. */
  void drainCancelled(String backend) {
    look();
    drained.remove(backend);
    look();
  }

  /** Whether a backend says again that it is ready, before it had to. */
  boolean isRenewal(SimulatedBackend.Said said) {
    Told last = told.get(said.backend());
    return said.ttlSeconds() > 0
        && last != null
        && last.isReady(world.time().nowMicros())
        && last.isBefore(said.epoch(), said.sequence())
        && last.epoch() == said.epoch();
  }

  boolean isReady(String backend) {
    Told last = told.get(backend);
    return last != null
        && last.epoch() > drained.getOrDefault(backend, 0)
        && last.isReady(world.time().nowMicros());
  }

  /** Whether a policy may have a device let go as that of a backend that is lost, or is to stop. */
  private boolean mayBeLetGo(String backend) {
    Told last = told.get(backend);
    if (last == null) {
      return drained.containsKey(backend);
    }
    if (last.epoch() <= drained.getOrDefault(backend, 0)) {
      return true;
    }
    return !last.type().equals("ready")
        || lost.contains(backend)
        || isSilent(last, Math.max(last.atMicros(), listeningSince));
  }

  private boolean isSilent(Told last, long since) {
    return last.ttlMicros() > 0 && world.time().nowMicros() - since >= last.ttlMicros() - 100_000;
  }

  /** Nobody listens any more; who was silent for too long until now is lost, and remains so. */
  void endsListening() {
    told.forEach(
        (backend, last) -> {
          if (isSilent(last, Math.max(last.atMicros(), listeningSince))) {
            lost.add(backend);
          }
        });
  }

  /** What somebody wants is on okayd's disk. */
  void wanted(String guest, String device, Intent intent) {
    look();
    intents.put(guest + "/" + device, intent);
    look();
  }

  Intent intent(String guest, String device) {
    return intents.getOrDefault(guest + "/" + device, Intent.AUTO);
  }

  /**
   * A device has another backend by the plan on okayd's disk; what is live is still the old one's.
   */
  void moved(String guest, String device) {
    moved.add(guest + "/" + device);
  }

  boolean hasMoved(String guest) {
    return moved.stream().anyMatch(device -> device.startsWith(guest + "/"));
  }

  /** Notes since when okayd knows that a device may not be enabled, and who may be let go. */
  void look() {
    long now = world.time().nowMicros();
    Set<String> planned = new HashSet<>();
    for (World.Gated gated : world.gated()) {
      String key = gated.guest() + "/" + gated.device();
      planned.add(key);
      boolean may =
          isReady(gated.backend()) && intent(gated.guest(), gated.device()) != Intent.DETACHED;
      if (may) {
        mayNotSince.put(key, NEVER);
      } else if (mayNotSince.getOrDefault(key, NEVER) == NEVER) {
        mayNotSince.put(key, now);
      }
    }
    mayNotSince.replaceAll(
        (key, since) -> !planned.contains(key) && since == NEVER ? (Long) now : since);
  }

  /** An entry of the log as it was written. */
  record Entry(long seq, String text) {}

  /** An entry is on okayd's disk: no other one has or had its number. */
  void logged(Entry entry) {
    String before = entriesEver.putIfAbsent(entry.seq(), entry.text());
    if (before != null && !before.equals(entry.text())) {
      throw new Violation(
          "Entry %d of the log is \"%s\", and was \"%s\""
              .formatted(entry.seq(), entry.text(), before));
    }
    entries.add(entry.seq());
  }

  /** The log is that of a backup now; its first new entry says so to all who read it. */
  void logIsRestored() {
    entries.clear();
  }

  /** Whoever reads the log is told that some of it is no longer kept. */
  void readerIsToldOfGap() {
    readerKnowsOfGap = true;
  }

  /** Somebody who has read the log up to an entry is given the next one. */
  void reads(long last, LogEntry next) {
    boolean isRestored = next.type().equals(EventLog.RESTORED);
    NavigableSet<Long> between = entries.headSet(next.seq(), false).tailSet(last, false);
    if (next.seq() <= last || (!between.isEmpty() && !readerKnowsOfGap && !isRestored)) {
      throw new Violation(
          "Behind entry %d of the log a reader gets %d, and no word of %s"
              .formatted(last, next.seq(), between));
    }
    readerKnowsOfGap = false;
  }

  /** A guest is shown so: whoever has that ETag believes that it is what is shown. */
  void represented(String guest, String tag, String shown) {
    String before = representations.putIfAbsent(guest + " " + tag, shown);
    if (before != null && !before.equals(shown)) {
      throw new Violation(
          "With ETag %s guest %s is %s, and was %s".formatted(tag, guest, shown, before));
    }
  }

  /** An overlay is about to be applied in a guest, as okayd said. */
  void applies(SimulatedGuest guest, SimulatedKernel kernel, NodePath path) {
    look();
    World.Gated gated = world.gated(guest.name(), path);
    world.trace("%s applies %s", guest.name(), path);
    long since = mayNotSince.getOrDefault(gated.guest() + "/" + gated.device(), 0L);
    long late = since == NEVER ? 0 : world.time().nowMicros() - since;
    // a hypervisor that hides a pause from the guest's clock stretches the window by it
    if (late > WINDOW_MICROS + kernel.pausedMicros() && !kernel.applied().contains(path)) {
      throw new Violation(
          "%s of %s was enabled %d ms after okayd knew that it may not"
              .formatted(gated.device(), guest.name(), late / 1000));
    }
    if (!kernel.planDigest().equals(world.presentDigest(guest.name()))
        && world.planIsOlderThan(guest.name(), WINDOW_MICROS + kernel.pausedMicros())) {
      throw new Violation("An overlay was applied in a tree of another plan");
    }
  }

  /** A HELLO is refused as late: not one that was sent when everything worked. */
  void refusesHello(SimulatedGuest guest, long sentAtMicros) {
    if (world.faults().areOver() && sentAtMicros > world.mendedAtMicros() + LONGEST_WAY_MICROS) {
      throw new Violation(
          "The HELLO of %s is the newest, and is refused as late".formatted(guest.name()));
    }
  }

  /** A guest is handed a command: two that are not the same have not the same name in a boot. */
  void commanded(SimulatedGuest guest, SimulatedKernel kernel, Command command) {
    String what =
        command.type()
            + " "
            + command.path()
            + " for "
            + world.enabledFor(guest.name(), command.device());
    String before = commands.putIfAbsent(kernel.bootId() + " " + command.id(), what);
    if (before != null && !before.equals(what)) {
      throw new Violation(
          "%s of %s is \"%s\", and was \"%s\""
              .formatted(command.id(), kernel.bootId(), what, before));
    }
  }

  /** A guest shows what it sees of a device. */
  void shows(SimulatedGuest guest, SimulatedKernel kernel, NodePath path, Proof proof) {
    if (proof.provesBound(Optional.of(world.virtioId(guest.name(), path)))) {
      shownBound.add(kernel.bootId() + path);
    }
  }

  /** okayd has answered that it has an event. */
  void acknowledged(SimulatedBackend.Said said) {
    acknowledged.add(said);
  }

  /** A backend is gone, by accident. */
  void dies(SimulatedBackend backend) {
    look();
  }

  /** okayd says that nobody has a device of a backend. */
  void saysDrained(String backend) {
    for (SimulatedGuest guest : world.guests().values()) {
      if (guest.uses(backend)) {
        throw new Violation(
            "okayd says that %s is drained, but %s has a device of it"
                .formatted(backend, guest.name()));
      }
    }
  }

  /**
   * A backend stops because okayd said that nobody has its devices. Until then okayd has enabled
   * none; with a boot slot of it, somebody may have started a guest all the same.
   */
  void stops(SimulatedBackend backend) {
    for (SimulatedGuest guest : world.guests().values()) {
      if (guest.usesManaged(backend.name())) {
        throw new Violation(
            "%s stopped, but %s has a device of it".formatted(backend.name(), guest.name()));
      }
    }
  }

  /** Something was committed. */
  int committed(List<AttachAssembly.Row> rows) {
    for (AttachAssembly.Row row : rows) {
      if (row.isBound() && !shownBound.contains(row.bootId().orElse("") + row.path())) {
        throw new Violation(
            "%s is recorded as bound without proof from boot %s"
                .formatted(row.path(), row.bootId()));
      }
      if (row.isBeingRemoved()) {
        checkRemoval(row);
      }
    }
    return checkAbsent(rows);
  }

  /**
   * Whoever decides to have a device removed has a reason at that moment: its backend is gone or is
   * to stop, or somebody wants it. Once it has begun, it is brought to its end.
   */
  private void checkRemoval(AttachAssembly.Row row) {
    String device = row.guest() + "/" + row.device();
    Long before = removals.put(device + " in " + row.bootId(), row.generation());
    boolean isNew = before == null || before != row.generation();
    if (isNew) {
      world.trace("%s is to be removed", device);
    }
    if (isNew && !mayBeLetGo(row.backend()) && intents.get(device) != Intent.DETACHED) {
      throw new Violation(
          "%s is to be removed, and its backend %s lives".formatted(device, row.backend()));
    }
  }

  /**
   * What is recorded as gone is gone: on this word backends stop. Nothing but what okayd sends is
   * applied here, and it records what it sends beforehand; a boot that it knows it may not forget.
   */
  int checkAbsent(List<AttachAssembly.Row> rows) {
    Set<String> known = new HashSet<>();
    rows.stream()
        .filter(AttachAssembly.Row::mayBeLive)
        .forEach(row -> known.add(row.guest() + row.path()));
    for (AttachAssembly.Row row : rows) {
      if (!known.contains(row.guest() + row.path())
          && world.hasApplied(row.guest(), NodePath.parse(row.path()))) {
        throw new Violation(
            "%s of %s is recorded as gone, and is live".formatted(row.path(), row.guest()));
      }
    }
    return rows.size();
  }

  /** Nothing that was acknowledged is gone. */
  void checkAcknowledged() {
    world
        .store()
        .read(
            handle -> {
              for (SimulatedBackend.Said said : acknowledged) {
                if (!ReadinessAssembly.isKnown(
                    handle, said.backend(), said.epoch(), said.sequence())) {
                  throw new Violation("Event " + said.id() + " was acknowledged, and is lost");
                }
              }
              return acknowledged.size();
            });
  }

  /** What is not where the facts call for, though everything works; empty if all is. */
  List<String> unsettled(List<Recorded> recorded) {
    List<String> unsettled = new ArrayList<>();
    for (World.Gated gated : world.gated()) {
      boolean fits =
          recorded.stream()
              .filter(d -> d.guest().equals(gated.guest()) && d.device().equals(gated.device()))
              .anyMatch(device -> fits(device, gated, recorded));
      if (!fits) {
        unsettled.add(gated.guest() + "/" + gated.device());
      }
    }
    recorded.stream()
        .filter(device -> !world.isGated(device.guest(), device.device()))
        .filter(Recorded::mayBeLive)
        .forEach(device -> unsettled.add(device.guest() + "/" + device.device() + ", dropped"));
    return unsettled;
  }

  private boolean fits(Recorded device, World.Gated gated, List<Recorded> all) {
    SimulatedGuest guest = world.guest(gated.guest());
    SimulatedKernel kernel = guest.kernel();
    if (!device.bootId().equals(Optional.of(kernel.bootId()))) {
      return false;
    }
    boolean live = kernel.applied().contains(gated.path());
    if (!kernel.planDigest().equals(world.presentDigest(gated.guest()))) {
      return !device.mayBeLive() || mayStayLive(device, gated);
    }
    if (intent(gated.guest(), gated.device()) == Intent.DETACHED) {
      return isReady(gated.backend()) ? device.phase() == Phase.DETACHED && !live : true;
    }
    boolean ordered =
        gated.after().stream()
            .allMatch(
                other ->
                    !world.isGated(gated.guest(), other)
                        || all.stream()
                            .filter(
                                d -> d.guest().equals(gated.guest()) && d.device().equals(other))
                            .anyMatch(d -> d.phase() == Phase.BOUND));
    if (!ordered && device.phase() == Phase.WAITING) {
      return true;
    }
    return isReady(gated.backend())
        ? device.phase() == Phase.BOUND && live
        : switch (device.phase()) {
          case WAITING, DETACHED, DEGRADED, FAILED -> true;
          case DELIVERING, APPLIED, BOUND, DRAINING -> false;
        };
  }

  /** Until the guest boots the tree of its plan, nothing can be proved of what it has live. */
  private boolean mayStayLive(Recorded device, World.Gated gated) {
    return intent(gated.guest(), gated.device()) != Intent.DETACHED || !isReady(device.backend());
  }

  /**
   * Whether a person would have a failed device tried again: okayd sees to what nobody wants gone.
   */
  boolean isForPersons(Recorded device) {
    boolean wantedAway = intent(device.guest(), device.device()) == Intent.DETACHED;
    boolean failedToGo = device.wasToBeRemoved() || device.reason() == Reason.DEVICE_BUSY;
    return !failedToGo || wantedAway || !isReady(device.backend());
  }

  /** How long a lease is at most. */
  static Duration longestLease() {
    return Duration.ofSeconds(SimulatedBackend.TTL_SECONDS);
  }
}
