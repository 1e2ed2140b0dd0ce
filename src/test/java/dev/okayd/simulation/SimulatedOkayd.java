package dev.okayd.simulation;

import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLogAssembly;
import dev.okayd.guest.api.GuestAssembly;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One process of okayd: its real parts, with the world's time and network in place of threads and
 * sockets. A kill loses everything except the store.
 */
final class SimulatedOkayd {
  /** okayd sends the reply later. */
  static final Reply LATER = new Reply.Nothing();

  private final String name;
  private final World world;
  private final OkaydParts parts;
  private final SimulatedInbox inbox;
  private final ReconcileQueue queue;
  private final PeriodicWork periodic;
  private final AgentRequests agents;
  private final BackendRequests backends;
  private boolean dead;
  private long pausedUntil;

  SimulatedOkayd(String id, World world, PlantedBug bug) {
    this.name = id;
    this.world = world;
    this.queue = new ReconcileQueue(this, world, bug);
    this.parts = new OkaydParts(id, world, bug, queue);
    this.inbox = new SimulatedInbox(parts.attach(), world, bug);
    this.periodic = new PeriodicWork(this, queue, world, bug);
    this.agents = new AgentRequests(this, world);
    this.backends = new BackendRequests(this, world, bug);
  }

  OkaydParts parts() {
    return parts;
  }

  SimulatedInbox inbox() {
    return inbox;
  }

  ReconcileQueue queue() {
    return queue;
  }

  /** The requests of agents. */
  AgentRequests agents() {
    return agents;
  }

  /** The requests of backends and their orchestrator. */
  BackendRequests backends() {
    return backends;
  }

  GuestAssembly guests() {
    return parts.guests();
  }

  AttachAssembly attach() {
    return parts.attach();
  }

  /** Starts the periodic work, and reconciles every guest like a new process. */
  void start() {
    periodic.start();
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return !dead;
  }

  /** Whether it receives messages. */
  boolean isReceiving() {
    return !dead && !isPaused();
  }

  /** The hypervisor, or a slow disk, pauses it. */
  void pause(long micros) {
    world.trace("%s is paused for %d ms", name, micros / 1000);
    world.pausing(this, micros);
    pausedUntil = Math.max(pausedUntil, world.time().nowMicros() + micros);
  }

  private boolean isPaused() {
    return world.time().nowMicros() < pausedUntil;
  }

  /** Drops all but the last entries of the log. */
  void trim(int keepEntries) {
    request(() -> EventLogAssembly.trim(world.store(), parts.clock(), keepEntries));
  }

  void kill() {
    dead = true;
  }

  void later(long micros, Runnable what) {
    world
        .time()
        .inMicros(
            micros,
            () -> {
              if (dead) {
                return;
              }
              if (isPaused()) {
                later(pausedUntil - world.time().nowMicros(), what);
              } else {
                guarded(what);
              }
            });
  }

  void guarded(Runnable what) {
    try {
      what.run();
    } catch (OkaydCrash crash) {
      world.okaydCrashed(this);
    }
  }

  void serve(Consumer<Reply> reply, Supplier<Reply> what) {
    if (dead) {
      reply.accept(Reply.NOTHING);
      return;
    }
    if (isPaused()) {
      world.time().inMicros(pausedUntil - world.time().nowMicros(), () -> serve(reply, what));
      return;
    }
    try {
      Reply answer = what.get();
      if (answer != LATER) {
        reply.accept(answer);
      }
    } catch (OkaydException refusal) {
      world.trace("okayd refuses: %s", refusal.code().code());
      reply.accept(new Reply.Refused(refusal.code()));
    } catch (OkaydCrash crash) {
      world.okaydCrashed(this);
    }
  }

  /** The state as one file. */
  byte[] backup() {
    return parts.backup().make();
  }

  /** Restores the state from a backup. */
  void restore(byte[] file, Runnable restored) {
    request(
        () -> {
          world.store().onNextCommit(restored);
          parts.backup().restore(file);
          inbox.restored();
          world.guests().keySet().forEach(queue::reconcile);
        });
  }

  /** A request of an operator or an orchestrator, who sees refusals. */
  void request(Runnable what) {
    serve(
        reply -> {
          // the result shows in the state
        },
        () -> {
          what.run();
          return Reply.done();
        });
  }
}
