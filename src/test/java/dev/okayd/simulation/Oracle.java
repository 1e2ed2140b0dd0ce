package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.attach.api.AttachAssembly.Recorded;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogType;
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
 * Checks okayd against a simple model of its inputs, and against the real state of the guests. It
 * uses only the true time.
 */
final class Oracle {
  /** "Go" holds for two seconds; an agent with go acts a moment later. */
  static final long WINDOW_MICROS = 2_050_000;

  /** Messages from before the last fault have arrived after this time. */
  private static final long LONGEST_WAY_MICROS = 1_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Map<String, Readiness> readiness = new HashMap<>();
  private Map<String, Intent> intents = new HashMap<>();
  private Map<String, Integer> drained = new HashMap<>();
  private final Map<String, Long> mayNotSince = new HashMap<>();
  private final Map<String, Long> removals = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> shownBound = new HashSet<>();
  private final Map<String, String> commands = new HashMap<>();
  private final List<SimulatedBackend.Sent> acknowledged = new ArrayList<>();

  /** Backends whose lease has expired while okayd received messages. */
  private final Set<String> lost = new HashSet<>();

  private long receivingSince;
  private final Map<Long, String> entriesEver = new HashMap<>();
  private final NavigableSet<Long> entries = new TreeSet<>();
  private boolean readerKnowsOfGap;
  private final Map<String, String> representations = new HashMap<>();

  Oracle(World world) {
    this.world = world;
  }

  /** The valid readiness of a backend. */
  private record Readiness(int epoch, long sequence, String type, long atMicros, long ttlMicros) {
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

  /** The part of the model that a backup contains. */
  record Backup(Map<String, Intent> intents, Map<String, Integer> drained) {}

  Backup backup() {
    return new Backup(Map.copyOf(intents), Map.copyOf(drained));
  }

  /** A backup has replaced the state; the latest readiness of backends stays valid. */
  void restored(Backup backup) {
    observe();
    intents = new HashMap<>(backup.intents());
    drained = new HashMap<>(backup.drained());
    observe();
  }

  /** okayd has committed an event that arrived at this time. */
  void received(SimulatedBackend.Sent sent, long atMicros) {
    receive(
        sent.backend(),
        new Readiness(
            sent.epoch(), sent.sequence(), sent.type(), atMicros, sent.ttlSeconds() * 1_000_000L));
  }

  /** okayd has committed a reading of the xenstore. The later of two readings counts. */
  void read(String backend, SimulatedBackend.Key key, int ttlSeconds, long atMicros) {
    Readiness reading =
        new Readiness(
            key.epoch(),
            atMicros,
            key.isReady() ? "ready" : "lost",
            atMicros,
            key.isReady() ? ttlSeconds * 1_000_000L : 0);
    receive(backend, reading);
  }

  private void receive(String backend, Readiness received) {
    Readiness before = readiness.get(backend);
    if (before == null || before.isBefore(received.epoch(), received.sequence())) {
      observe();
      world.trace(
          "%s reports %s, %d.%d", backend, received.type(), received.epoch(), received.sequence());
      readiness.put(backend, received);
      lost.remove(backend);
      if (received.ttlMicros() > 0) {
        world.time().inMicros(received.ttlMicros(), this::observe);
      }
      observe();
    }
  }

  /**
   * okayd begins to receive messages; after a change of the clock it cannot know how long it was
   * stopped.
   */
  void startsReceiving(boolean clockWasSet) {
    receivingSince = world.time().nowMicros();
    if (clockWasSet) {
      // okayd cannot know which leases had expired; none is longer than before
      readiness.replaceAll(
          (backend, t) ->
              t.ttlMicros() == 0 || lost.contains(backend)
                  ? t
                  : new Readiness(
                      t.epoch(), t.sequence(), t.type(), receivingSince, t.ttlMicros()));
    }
    observe();
  }

  /** okayd has committed a drain; it holds until a later epoch. */
  void drains(String backend, int epoch) {
    world.trace("%s is drained in epoch %d", backend, epoch);
    drained.merge(backend, epoch, Math::max);
    observe();
  }

  /** okayd has committed the cancellation of a drain. */
  void drainCancelled(String backend) {
    observe();
    drained.remove(backend);
    observe();
  }

  /** Whether an event renews a lease that has not expired. */
  boolean isRenewal(SimulatedBackend.Sent sent) {
    Readiness last = readiness.get(sent.backend());
    return sent.ttlSeconds() > 0
        && last != null
        && last.isReady(world.time().nowMicros())
        && last.isBefore(sent.epoch(), sent.sequence())
        && last.epoch() == sent.epoch();
  }

  boolean isReady(String backend) {
    Readiness last = readiness.get(backend);
    return last != null
        && last.epoch() > drained.getOrDefault(backend, 0)
        && last.isReady(world.time().nowMicros());
  }

  /** Whether a policy may detach a device because its backend is lost or drained. */
  private boolean mayBeDetached(String backend) {
    Readiness last = readiness.get(backend);
    if (last == null) {
      return drained.containsKey(backend);
    }
    if (last.epoch() <= drained.getOrDefault(backend, 0)) {
      return true;
    }
    return !last.type().equals("ready")
        || lost.contains(backend)
        || isSilent(last, Math.max(last.atMicros(), receivingSince));
  }

  private boolean isSilent(Readiness last, long since) {
    return last.ttlMicros() > 0 && world.time().nowMicros() - since >= last.ttlMicros() - 100_000;
  }

  /** okayd stops receiving messages; backends whose lease has expired until now stay lost. */
  void stopsReceiving() {
    readiness.forEach(
        (backend, last) -> {
          if (isSilent(last, Math.max(last.atMicros(), receivingSince))) {
            lost.add(backend);
          }
        });
  }

  /** okayd has committed an intent. */
  void wanted(String guest, String device, Intent intent) {
    observe();
    intents.put(guest + "/" + device, intent);
    observe();
  }

  Intent intent(String guest, String device) {
    return intents.getOrDefault(guest + "/" + device, Intent.AUTO);
  }

  /** The committed plan gives a device another backend; a live device still has the old one. */
  void moved(String guest, String device) {
    moved.add(guest + "/" + device);
  }

  boolean hasMoved(String guest) {
    return moved.stream().anyMatch(device -> device.startsWith(guest + "/"));
  }

  /** Records since when okayd knows that a device must not be enabled. */
  void observe() {
    long now = world.time().nowMicros();
    Set<String> planned = new HashSet<>();
    for (GuestPlans.Gated gated : world.plans().gated()) {
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

  /** okayd has committed an entry: no other entry has or had its number. */
  void logged(Entry entry) {
    String before = entriesEver.putIfAbsent(entry.seq(), entry.text());
    if (before != null && !before.equals(entry.text())) {
      throw new Violation(
          "Entry %d of the log is \"%s\", and was \"%s\""
              .formatted(entry.seq(), entry.text(), before));
    }
    entries.add(entry.seq());
  }

  /** The log is that of a backup now; its first new entry tells readers. */
  void logIsRestored() {
    entries.clear();
  }

  /** A reader of the log is notified of dropped entries. */
  void readerIsNotifiedOfGap() {
    readerKnowsOfGap = true;
  }

  /** A reader at an entry gets the next one. */
  void reads(long last, LogEntry next) {
    boolean isRestored = next.type().equals(LogType.STATE_RESTORED.type());
    NavigableSet<Long> between = entries.headSet(next.seq(), false).tailSet(last, false);
    if (next.seq() <= last || (!between.isEmpty() && !readerKnowsOfGap && !isRestored)) {
      throw new Violation(
          "After entry %d of the log a reader gets %d, without notice of %s"
              .formatted(last, next.seq(), between));
    }
    readerKnowsOfGap = false;
  }

  /**
   * okayd shows a guest with an ETag: the same ETag must never stand for another representation.
   */
  void represented(String guest, String tag, String shown) {
    String before = representations.putIfAbsent(guest + " " + tag, shown);
    if (before != null && !before.equals(shown)) {
      throw new Violation(
          "With ETag %s guest %s is %s, and was %s".formatted(tag, guest, shown, before));
    }
  }

  /** An agent is about to apply an overlay. */
  void applies(SimulatedGuest guest, SimulatedKernel kernel, NodePath path) {
    observe();
    GuestPlans.Gated gated = world.plans().gated(guest.name(), path);
    world.trace("%s applies %s", guest.name(), path);
    long since = mayNotSince.getOrDefault(gated.guest() + "/" + gated.device(), 0L);
    long late = since == NEVER ? 0 : world.time().nowMicros() - since;
    // a pause that the guest's clock does not show extends the window
    if (late > WINDOW_MICROS + kernel.pausedMicros() && !kernel.applied().contains(path)) {
      throw new Violation(
          "%s of %s was enabled %d ms after okayd knew that it must not be"
              .formatted(gated.device(), guest.name(), late / 1000));
    }
    if (!kernel.planDigest().equals(world.plans().presentDigest(guest.name()))
        && world.plans().planIsOlderThan(guest.name(), WINDOW_MICROS + kernel.pausedMicros())) {
      throw new Violation("An overlay was applied in a tree of another plan");
    }
  }

  /** okayd refuses a HELLO as late; it must not refuse one that was sent after the last fault. */
  void refusesHello(SimulatedGuest guest, long sentAtMicros) {
    if (world.faults().areOver()
        && sentAtMicros > world.faultsEndedAtMicros() + LONGEST_WAY_MICROS) {
      throw new Violation(
          "The HELLO of %s is the newest, and is refused as late".formatted(guest.name()));
    }
  }

  /** okayd sends a command: different commands of a boot have different ids. */
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

  /** A guest reports proof of a device. */
  void shows(SimulatedGuest guest, SimulatedKernel kernel, NodePath path, Proof proof) {
    if (proof.provesBound(Optional.of(world.plans().virtioId(guest.name(), path)))) {
      shownBound.add(kernel.bootId() + path);
    }
  }

  /** okayd has acknowledged an event. */
  void acknowledged(SimulatedBackend.Sent sent) {
    acknowledged.add(sent);
  }

  /** A backend has crashed. */
  void dies(SimulatedBackend backend) {
    observe();
  }

  /** okayd reports that no guest has a device of a backend. */
  void reportsDrained(String backend) {
    for (SimulatedGuest guest : world.guests().values()) {
      if (guest.uses(backend)) {
        throw new Violation(
            "okayd reports that %s is drained, but %s has a device of it"
                .formatted(backend, guest.name()));
      }
    }
  }

  /**
   * A backend stops because okayd reported that no guest has its devices. okayd has enabled none
   * since; but an operator may have started a guest with a boot slot of this backend.
   */
  void stops(SimulatedBackend backend) {
    for (SimulatedGuest guest : world.guests().values()) {
      if (guest.usesManaged(backend.name())) {
        throw new Violation(
            "%s stopped, but %s has a device of it".formatted(backend.name(), guest.name()));
      }
    }
  }

  /** okayd has committed a transaction. */
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
   * okayd begins a removal only for a reason at that moment: the backend is lost or drained, or the
   * intent is detached. It completes a removal that has begun.
   */
  private void checkRemoval(AttachAssembly.Row row) {
    String device = row.guest() + "/" + row.device();
    Long before = removals.put(device + " in " + row.bootId(), row.generation());
    boolean isNew = before == null || before != row.generation();
    if (isNew) {
      world.trace("the removal of %s begins", device);
    }
    if (isNew && !mayBeDetached(row.backend()) && intents.get(device) != Intent.DETACHED) {
      throw new Violation(
          "the removal of %s begins, but its backend %s is ready".formatted(device, row.backend()));
    }
  }

  /**
   * A device that is recorded as absent is absent: backends rely on it when they stop. Only
   * commands of okayd apply overlays here, and okayd records a command before it sends it.
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
            "%s of %s is recorded as absent, but is live".formatted(row.path(), row.guest()));
      }
    }
    return rows.size();
  }

  /** okayd still has every acknowledged event. */
  void checkAcknowledged() {
    world
        .store()
        .read(
            handle -> {
              for (SimulatedBackend.Sent sent : acknowledged) {
                if (!ReadinessAssembly.isKnown(
                    handle, sent.backend(), sent.epoch(), sent.sequence())) {
                  throw new Violation("Event " + sent.id() + " was acknowledged, and is lost");
                }
              }
              return acknowledged.size();
            });
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
    if (!kernel.planDigest().equals(world.plans().presentDigest(gated.guest()))) {
      return !device.mayBeLive() || mayStayLive(device, gated);
    }
    if (intent(gated.guest(), gated.device()) == Intent.DETACHED) {
      return isReady(gated.backend()) ? device.phase() == Phase.DETACHED && !live : true;
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
    return isReady(gated.backend())
        ? device.phase() == Phase.BOUND && live
        : switch (device.phase()) {
          case WAITING, DETACHED, DEGRADED, FAILED -> true;
          case DELIVERING, APPLIED, BOUND, DRAINING -> false;
        };
  }

  /** Nothing can be proved of a live device until the guest boots the tree of its plan. */
  private boolean mayStayLive(Recorded device, GuestPlans.Gated gated) {
    return intent(gated.guest(), gated.device()) != Intent.DETACHED || !isReady(device.backend());
  }

  /**
   * Whether a person has to retry a failed device: okayd itself retries removals without an intent.
   */
  boolean isForPersons(Recorded device) {
    boolean wantedAway = intent(device.guest(), device.device()) == Intent.DETACHED;
    boolean failedToGo = device.wasToBeRemoved() || device.reason() == Reason.DEVICE_BUSY;
    return !failedToGo || wantedAway || !isReady(device.backend());
  }

  /** The longest possible lease. */
  static Duration longestLease() {
    return Duration.ofSeconds(SimulatedBackend.TTL_SECONDS);
  }
}
