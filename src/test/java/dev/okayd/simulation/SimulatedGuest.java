package dev.okayd.simulation;

import dev.okayd.channel.Proof;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A guest: it boots, crashes and boots again, is paused, stopped, or put back to a snapshot; in
 * each boot there is an agent.
 */
final class SimulatedGuest {
  private final String name;
  private final String token;
  private final World world;
  private final Supplier<Configuration> planned;
  private Configuration configuration;
  private int boots;
  private SimulatedKernel kernel;
  private Optional<SimulatedAgent> agent = Optional.empty();
  private Optional<Snapshot> snapshot = Optional.empty();
  private boolean runs = true;
  private boolean isPutBackUnnoticed;
  private long pausedUntil;

  /** What the toolstack starts a guest with: its tree, and the backends of its boot slots. */
  record Configuration(DeviceTree tree, Set<String> bootBackends) {}

  private record Snapshot(SimulatedKernel kernel, long atMicros) {}

  SimulatedGuest(String name, String token, World world, Supplier<Configuration> planned) {
    this.name = name;
    this.token = token;
    this.world = world;
    this.planned = planned;
    this.configuration = planned.get();
    this.kernel = boot();
  }

  String name() {
    return name;
  }

  String token() {
    return token;
  }

  SimulatedKernel kernel() {
    return kernel;
  }

  boolean runs() {
    return runs;
  }

  private SimulatedKernel boot() {
    boots++;
    return new SimulatedKernel(
        name + "-boot-" + boots,
        world.time().nowMicros(),
        configuration.tree(),
        configuration.bootBackends());
  }

  /** Whether the guest has a device of a backend, as far as okayd can know of it. */
  boolean uses(String backend) {
    return runs && !isPutBackUnnoticed && kernel.uses(backend);
  }

  /** Whether it has one that okayd gave to it. */
  boolean usesManaged(String backend) {
    return runs && !isPutBackUnnoticed && kernel.usesManaged(backend);
  }

  /** Whether a node's overlay is on, as far as okayd can know of it. */
  boolean hasApplied(NodePath path) {
    return runs && !isPutBackUnnoticed && kernel.applied().contains(path);
  }

  /**
   * The guest starts anew, with the tree of its present plan unless somebody forgot to change it.
   */
  void reboot(boolean withFreshTree) {
    if (withFreshTree) {
      configuration = planned.get();
    }
    runs = true;
    isPutBackUnnoticed = false;
    kernel = boot();
    world.trace("%s boots %s", name, kernel.bootId());
    killAgent();
    SimulatedKernel present = kernel;
    world
        .time()
        .in(
            Duration.ofMillis(800),
            () -> {
              if (kernel == present && runs) {
                startAgent();
              }
            });
  }

  /** A person stops it, and starts it again later. */
  void stop() {
    world.trace("%s is stopped", name);
    killAgent();
    runs = false;
  }

  /** The hypervisor lets it stand still. */
  void pause(long micros) {
    world.trace("%s stands still for %d ms", name, micros / 1000);
    kernel.paused(micros);
    pausedUntil = world.time().nowMicros() + micros;
  }

  /** When it goes on. */
  long pausedUntil() {
    return pausedUntil;
  }

  void takeSnapshot() {
    world.trace("%s has a snapshot taken of it", name);
    snapshot = Optional.of(new Snapshot(kernel.snapshot(), world.time().nowMicros()));
  }

  /** Its agent is in the middle of its work again, and knows of nothing. */
  void putBack() {
    // whose a device was that has another backend by now, nobody remembers
    if (snapshot.isEmpty() || isTooRecent(snapshot.get()) || world.oracle().hasMoved(name)) {
      return;
    }
    agent.ifPresent(SimulatedAgent::vanish);
    kernel = snapshot.get().kernel().resumed(snapshot.get().atMicros(), world.time().nowMicros());
    world.trace("%s is put back to a snapshot of %s", name, kernel.bootId());
    isPutBackUnnoticed = true;
    SimulatedAgent resumed = new SimulatedAgent(this, kernel, world);
    agent = Optional.of(resumed);
    resumed.resume();
  }

  /** By less than this nobody can tell a put-back from a message that was long on its way. */
  private boolean isTooRecent(Snapshot taken) {
    return world.time().nowMicros() - taken.atMicros() < 12_000_000;
  }

  boolean isPutBackUnnoticed() {
    return isPutBackUnnoticed;
  }

  /** okayd has taken a HELLO in a kernel. */
  void saidHello(SimulatedKernel in) {
    if (kernel == in) {
      isPutBackUnnoticed = false;
    }
  }

  void startAgent() {
    killAgent();
    SimulatedAgent started = new SimulatedAgent(this, kernel, world);
    agent = Optional.of(started);
    started.start();
  }

  void ensureAgent() {
    if (agent.isEmpty()) {
      startAgent();
    }
  }

  void restartAgent() {
    world.trace("the agent of %s is killed", name);
    killAgent();
    SimulatedKernel present = kernel;
    world
        .time()
        .in(
            Duration.ofMillis(300),
            () -> {
              if (kernel == present && runs && agent.isEmpty()) {
                startAgent();
              }
            });
  }

  private void killAgent() {
    agent.ifPresent(SimulatedAgent::kill);
    agent = Optional.empty();
  }

  Proof proof(NodePath path) {
    return kernel.proof(path, world.serves(this, path), world.virtioId(name, path));
  }
}
