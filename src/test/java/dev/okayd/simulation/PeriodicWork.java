package dev.okayd.simulation;

import dev.okayd.error.OkaydException;
import dev.okayd.readiness.registration.ReadinessAssembly;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The work of a process of okayd at its start, and its periodic work. */
final class PeriodicWork {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final SimulatedOkayd okayd;
  private final OkaydParts parts;
  private final ReconcileQueue queue;
  private final World world;
  private final PlantedBug bug;

  /** The last heartbeat that it has read from the xenstore, by backend. */
  private final Map<String, Long> seenBeats = new HashMap<>();

  PeriodicWork(SimulatedOkayd okayd, ReconcileQueue queue, World world, PlantedBug bug) {
    this.okayd = okayd;
    this.parts = okayd.parts();
    this.queue = queue;
    this.world = world;
    this.bug = bug;
  }

  /** Starts the periodic work, and reconciles every guest like a new process. */
  void start() {
    okayd.guarded(this::begin);
    okayd.later(0, this::beat);
    okayd.later(0, this::expire);
    okayd.later(0, this::followClock);
    okayd.later(0, this::readXenstore);
    if (bug != PlantedBug.NO_RECONCILIATION) {
      queue.resync();
    }
  }

  private void beat() {
    try {
      world.store().inTransaction(parts.heartbeats()::beat).forEach(queue::reconcile);
    } catch (OkaydException refusedByTheDisk) {
      world.trace("a heartbeat is missing");
    }
    okayd.later(HEARTBEAT.toNanos() / 1000, this::beat);
  }

  private void followClock() {
    try {
      if (!world.hasReplicas()) {
        var unused = parts.jumps().follow();
        world.noticedClock();
      }
    } catch (OkaydException refusedByTheDisk) {
      world.trace("recorded times do not follow the clock yet");
    }
    okayd.later(1_000_000, this::followClock);
  }

  private void readXenstore() {
    world.backends().values().stream()
        .filter(SimulatedBackend::isInXenstore)
        .forEach(backend -> read(backend, backend.key(), parts.clock().mark()));
    okayd.later(1_000_000, this::readXenstore);
  }

  /** Records a reading after a delay, in which the xenstore and okayd may change. */
  private void read(SimulatedBackend backend, SimulatedBackend.Key key, Supplier<Instant> readAt) {
    long readMicros = world.time().nowMicros();
    boolean beats = key.beats() != seenBeats.getOrDefault(backend.name(), -1L);
    seenBeats.put(backend.name(), key.beats());
    if (key.isReady() && !beats) {
      return;
    }
    okayd.later(
        world.faults().delayMicros(),
        () -> {
          try {
            world
                .store()
                .onNextCommit(
                    () -> {
                      if (isRecorded(backend.name(), readAt.get())) {
                        world
                            .oracle()
                            .readiness()
                            .read(backend.name(), key, SimulatedBackend.TTL_SECONDS, readMicros);
                      }
                    });
            boolean taken =
                parts
                    .service()
                    .read(
                        backend.name(),
                        key.isReady(),
                        Integer.toString(key.epoch()),
                        SimulatedBackend.TTL_SECONDS,
                        bug == PlantedBug.STALE_READINGS_COUNT ? parts.clock()::instant : readAt);
            world.store().forgetNotices();
            if (!taken) {
              seenBeats.remove(backend.name());
            }
          } catch (OkaydException refusedByTheDisk) {
            seenBeats.remove(backend.name());
          }
        });
  }

  private boolean isRecorded(String backend, Instant readAt) {
    return bug == PlantedBug.STALE_READINGS_COUNT
        || world
            .store()
            .read(
                handle ->
                    ReadinessAssembly.isFromReading(
                        handle, backend, readAt, SimulatedBackend.TTL_SECONDS));
  }

  private void expire() {
    try {
      parts.service().expire();
    } catch (OkaydException refusedByTheDisk) {
      world.trace("the end of a lease is not recorded");
    }
    okayd.later(1_000_000, this::expire);
  }

  private void begin() {
    try {
      if (!world.hasReplicas() && bug != PlantedBug.THE_WALL_CLOCK_DECIDES) {
        var unused = parts.jumps().followLastRun();
        world.noticedClock();
      }
      world.store().inTransaction(this::begins);
    } catch (OkaydException refusedByTheDisk) {
      // okayd does not start without its store; a supervisor restarts it
      world.okaydCrashed(okayd);
    }
  }

  private List<String> begins(Handle handle) {
    if (!world.hasReplicas()) {
      // okayd holds the lock of the directory, so every other process on it has ended
      parts.heartbeats().deleteOthers(handle);
    }
    return parts.heartbeats().beat(handle);
  }
}
