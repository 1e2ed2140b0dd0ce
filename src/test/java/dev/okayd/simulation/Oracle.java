package dev.okayd.simulation;

import dev.okayd.attach.Intent;
import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.readiness.registration.ReadinessAssembly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks okayd against a simple model of its inputs, and against the real state of the guests. It
 * uses only the true time.
 */
final class Oracle {
  /** "Go" is valid for two seconds. The agent acts up to 50 ms later. */
  static final long WINDOW_MICROS = 2_050_000;

  /** After this time, all messages from before the last fault have arrived. */
  private static final long LONGEST_DELAY_MICROS = 1_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final ReadinessOracle readiness;
  private final LogOracle log = new LogOracle();
  private final SettledOracle settled;
  private Map<String, Intent> intents = new HashMap<>();
  private final Map<String, Long> forbiddenSince = new HashMap<>();
  private final Map<String, Long> removals = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> provedBound = new HashSet<>();
  private final Map<String, String> commands = new HashMap<>();
  private final List<SimulatedBackend.Sent> acknowledged = new ArrayList<>();

  Oracle(World world) {
    this.world = world;
    this.readiness = new ReadinessOracle(world, this);
    this.settled = new SettledOracle(world, this);
  }

  ReadinessOracle readiness() {
    return readiness;
  }

  LogOracle log() {
    return log;
  }

  SettledOracle settled() {
    return settled;
  }

  /** The part of the model that a backup contains. */
  record Backup(Map<String, Intent> intents, Map<String, Integer> drained) {}

  Backup backup() {
    return new Backup(Map.copyOf(intents), readiness.drained());
  }

  /** A backup has replaced the state; the latest readiness of backends stays valid. */
  void restored(Backup backup) {
    observe();
    intents = new HashMap<>(backup.intents());
    readiness.restored(backup.drained());
    observe();
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

  /** Records when okayd learns that a device must not be enabled. */
  void observe() {
    long now = world.time().nowMicros();
    Set<String> planned = new HashSet<>();
    for (GuestPlans.Gated gated : world.plans().gated()) {
      String key = gated.guest() + "/" + gated.device();
      planned.add(key);
      boolean may =
          readiness.isReady(gated.backend())
              && intent(gated.guest(), gated.device()) != Intent.DETACHED;
      if (may) {
        forbiddenSince.put(key, NEVER);
      } else if (forbiddenSince.getOrDefault(key, NEVER) == NEVER) {
        forbiddenSince.put(key, now);
      }
    }
    forbiddenSince.replaceAll(
        (key, since) -> !planned.contains(key) && since == NEVER ? (Long) now : since);
  }

  /** An agent is about to apply an overlay. */
  void applies(SimulatedGuest guest, SimulatedKernel kernel, NodePath path) {
    observe();
    GuestPlans.Gated gated = world.plans().gated(guest.name(), path);
    world.trace("%s applies %s", guest.name(), path);
    long since = forbiddenSince.getOrDefault(gated.guest() + "/" + gated.device(), 0L);
    long lateBy = since == NEVER ? 0 : world.time().nowMicros() - since;
    // a pause that the guest's clock does not show extends the window
    if (lateBy > WINDOW_MICROS + kernel.pausedMicros() && !kernel.applied().contains(path)) {
      throw new Violation(
          "%s of %s was enabled %d ms after okayd knew that it must not be"
              .formatted(gated.device(), guest.name(), lateBy / 1000));
    }
    if (!kernel.planDigest().equals(world.plans().currentDigest(guest.name()))
        && world.plans().planIsOlderThan(guest.name(), WINDOW_MICROS + kernel.pausedMicros())) {
      throw new Violation("An overlay was applied in a tree of another plan");
    }
  }

  /** okayd refuses a HELLO as late; it must not refuse one that was sent after the last fault. */
  void refusesHello(SimulatedGuest guest, long sentAtMicros) {
    if (world.faults().areOver()
        && sentAtMicros > world.faultsEndedAtMicros() + LONGEST_DELAY_MICROS) {
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
  void proves(SimulatedGuest guest, SimulatedKernel kernel, NodePath path, Proof proof) {
    if (proof.provesBound(Optional.of(world.plans().virtioId(guest.name(), path)))) {
      provedBound.add(kernel.bootId() + path);
    }
  }

  /** okayd has acknowledged an event. */
  void acknowledged(SimulatedBackend.Sent sent) {
    acknowledged.add(sent);
  }

  /** A backend has crashed. */
  void crashed(SimulatedBackend backend) {
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
      if (row.isBound() && !provedBound.contains(row.bootId().orElse("") + row.path())) {
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
    if (isNew
        && !readiness.mayBeDetached(row.backend())
        && intents.get(device) != Intent.DETACHED) {
      throw new Violation(
          "the removal of %s begins, but its backend %s is ready".formatted(device, row.backend()));
    }
  }

  /**
   * Checks that a device that is recorded as absent is absent: a backend that stops relies on it.
   * Only commands of okayd apply overlays here, and okayd records a command before it sends it.
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
}
