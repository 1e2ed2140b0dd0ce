package dev.okayd.simulation;

import dev.okayd.attach.AttachAssembly;
import dev.okayd.attach.AttachAssembly.Recorded;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.readiness.ReadinessAssembly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges okayd by what it has been told, kept in a model of its own that is as simple as can be,
 * and by what really happens in the guests.
 */
final class Oracle {
  /** "Go" holds for two seconds, and an agent that has it acts a moment later. */
  static final long WINDOW_MICROS = 2_050_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Map<String, Told> told = new HashMap<>();
  private final Map<String, Intent> intents = new HashMap<>();
  private final Map<String, Integer> drained = new HashMap<>();
  private final Map<String, Long> mayNotSince = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> shownBound = new HashSet<>();
  private final List<SimulatedBackend.Said> acknowledged = new ArrayList<>();

  Oracle(World world) {
    this.world = world;
  }

  /** The event of a backend that counts. */
  private record Told(int epoch, long sequence, String type, Instant leaseUntil, int ttlSeconds) {
    boolean isReady(Instant now) {
      return type.equals("ready")
          && (ttlSeconds == 0
              || (now.isBefore(leaseUntil) && !leaseUntil.isAfter(now.plusSeconds(ttlSeconds))));
    }

    boolean isBefore(SimulatedBackend.Said said) {
      return said.epoch() > epoch || (said.epoch() == epoch && said.sequence() > sequence);
    }
  }

  /** An event is on okayd's disk. */
  void received(SimulatedBackend.Said said) {
    Told before = told.get(said.backend());
    if (before == null || before.isBefore(said)) {
      told.put(
          said.backend(),
          new Told(
              said.epoch(),
              said.sequence(),
              said.type(),
              world.clock().instant().plusSeconds(said.ttlSeconds()),
              said.ttlSeconds()));
      if (said.ttlSeconds() > 0) {
        world.time().in(Duration.ofSeconds(said.ttlSeconds()), this::look);
      }
      look();
    }
  }

  /** A drain is on okayd's disk; it holds until a later epoch. */
  void drains(String backend, int epoch) {
    drained.merge(backend, epoch, Math::max);
    look();
  }

  boolean isReady(String backend) {
    Told last = told.get(backend);
    return last != null
        && last.epoch() > drained.getOrDefault(backend, 0)
        && last.isReady(world.clock().instant());
  }

  /** What somebody wants is on okayd's disk. */
  void wanted(String guest, String device, Intent intent) {
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

  /** Notes since when okayd knows that a device may not be enabled. */
  void look() {
    for (World.Gated gated : world.gated()) {
      boolean may =
          isReady(gated.backend()) && intent(gated.guest(), gated.device()) != Intent.DETACHED;
      String key = gated.guest() + "/" + gated.device();
      if (may) {
        mayNotSince.put(key, NEVER);
      } else if (mayNotSince.getOrDefault(key, NEVER) == NEVER) {
        mayNotSince.put(key, world.time().nowMicros());
      }
    }
  }

  /** An overlay is about to be applied in a guest, as okayd said. */
  void applies(SimulatedGuest guest, SimulatedKernel kernel, NodePath path) {
    look();
    World.Gated gated = world.gated(guest.name(), path);
    world.trace("%s applies %s", guest.name(), path);
    long since = mayNotSince.getOrDefault(gated.guest() + "/" + gated.device(), 0L);
    long late = since == NEVER ? 0 : world.time().nowMicros() - since;
    if (late > WINDOW_MICROS && !kernel.applied().contains(path)) {
      throw new Violation(
          "%s of %s was enabled %d ms after okayd knew that it may not"
              .formatted(gated.device(), guest.name(), late / 1000));
    }
    if (!kernel.planDigest().equals(world.presentDigest(guest.name()))
        && world.planIsOlderThan(guest.name(), WINDOW_MICROS)) {
      throw new Violation("An overlay was applied in a tree of another plan");
    }
  }

  /** A guest shows what it sees of a device. */
  void shows(SimulatedGuest guest, SimulatedKernel kernel, NodePath path, Proof proof) {
    if (proof.provesBound(world.virtioId(guest.name(), path))) {
      shownBound.add(kernel.bootId() + path);
    }
  }

  /** okayd has answered that it has an event. */
  void acknowledged(SimulatedBackend.Said said) {
    acknowledged.add(said);
  }

  /** A backend stops because okayd said that nobody has its devices. */
  void stops(SimulatedBackend backend) {
    for (World.Gated gated : world.gated()) {
      boolean live =
          gated.backend().equals(backend.name())
              && !moved.contains(gated.guest() + "/" + gated.device())
              && world.guest(gated.guest()).kernel().applied().contains(gated.path());
      if (live) {
        throw new Violation(
            "%s stopped, but %s of %s is live"
                .formatted(backend.name(), gated.device(), gated.guest()));
      }
    }
  }

  /** Something was committed. */
  int committed(List<AttachAssembly.Bound> all) {
    for (AttachAssembly.Bound bound : all) {
      if (!shownBound.contains(bound.bootId() + bound.path())) {
        throw new Violation(
            "%s is recorded as bound without proof from boot %s"
                .formatted(bound.path(), bound.bootId()));
      }
    }
    return all.size();
  }

  /**
   * What is recorded as gone is gone: on this word backends stop. Nothing but what okayd sends is
   * applied here, and it records what it sends beforehand; a boot that it knows it may not forget.
   */
  int checkAbsent(List<AttachAssembly.Absent> all) {
    for (AttachAssembly.Absent absent : all) {
      boolean live =
          world.guest(absent.guest()).kernel().applied().contains(NodePath.parse(absent.path()));
      if (live) {
        throw new Violation(
            "%s of %s is recorded as gone, and is live".formatted(absent.path(), absent.guest()));
      }
    }
    return all.size();
  }

  /** Nothing that was acknowledged is gone. */
  void checkAcknowledged() {
    world
        .store()
        .read(
            handle -> {
              for (SimulatedBackend.Said said : acknowledged) {
                if (!ReadinessAssembly.isRecorded(handle, said.backend(), said.id())) {
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
    return unsettled;
  }

  private boolean fits(Recorded device, World.Gated gated, List<Recorded> all) {
    SimulatedKernel kernel = world.guest(gated.guest()).kernel();
    if (!device.bootId().equals(Optional.of(kernel.bootId()))) {
      return false;
    }
    boolean live = kernel.applied().contains(gated.path());
    if (!kernel.planDigest().equals(world.presentDigest(gated.guest()))) {
      return device.phase() == Phase.WAITING && !live;
    }
    if (intent(gated.guest(), gated.device()) == Intent.DETACHED) {
      return isReady(gated.backend()) ? device.phase() == Phase.DETACHED && !live : true;
    }
    boolean ordered =
        gated.after().stream()
            .allMatch(
                other ->
                    all.stream()
                        .filter(d -> d.guest().equals(gated.guest()) && d.device().equals(other))
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
}
