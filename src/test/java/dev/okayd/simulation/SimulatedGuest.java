package dev.okayd.simulation;

import dev.okayd.channel.Proof;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A guest: it boots, crashes and boots again, is paused, stopped, or restored from a snapshot; each
 * boot has an agent.
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
  private boolean isRestoredUnnoticed;
  private long pausedUntil;

  /** The toolstack's configuration of a guest: its tree, and the backends of its boot slots. */
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

  /** Whether the guest has a device of a backend, as far as okayd can know. */
  boolean uses(String backend) {
    return runs && !isRestoredUnnoticed && kernel.uses(backend);
  }

  /** Whether it has one that okayd enabled. */
  boolean usesManaged(String backend) {
    return runs && !isRestoredUnnoticed && kernel.usesManaged(backend);
  }

  /** Whether a node's overlay is applied, as far as okayd can know. */
  boolean hasApplied(NodePath path) {
    return runs && !isRestoredUnnoticed && kernel.applied().contains(path);
  }

  /**
   * Reboots the guest, with the tree of its current plan unless the operator forgot to replace it.
   */
  void reboot(boolean withFreshTree) {
    if (withFreshTree) {
      configuration = planned.get();
    }
    runs = true;
    isRestoredUnnoticed = false;
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

  /** The operator stops it and starts it again later. */
  void stop() {
    world.trace("%s is stopped", name);
    killAgent();
    runs = false;
  }

  /** The hypervisor pauses it. */
  void pause(long micros) {
    world.trace("%s is paused for %d ms", name, micros / 1000);
    kernel.paused(micros);
    pausedUntil = world.time().nowMicros() + micros;
  }

  /** The end of its pause. */
  long pausedUntil() {
    return pausedUntil;
  }

  void takeSnapshot() {
    world.trace("a snapshot of %s is taken", name);
    snapshot = Optional.of(new Snapshot(kernel.snapshot(), world.time().nowMicros()));
  }

  /** Restores the snapshot; the agent resumes in the middle of its work, and does not notice. */
  void restoreSnapshot() {
    // okayd does not record the former backend of a moved device
    if (snapshot.isEmpty() || isTooRecent(snapshot.get()) || world.oracle().hasMoved(name)) {
      return;
    }
    agent.ifPresent(SimulatedAgent::vanish);
    kernel = snapshot.get().kernel().resumed(snapshot.get().atMicros(), world.time().nowMicros());
    world.trace("%s is restored from a snapshot of %s", name, kernel.bootId());
    isRestoredUnnoticed = true;
    SimulatedAgent resumed = new SimulatedAgent(this, kernel, world);
    agent = Optional.of(resumed);
    resumed.resume();
  }

  /** okayd cannot distinguish a smaller step back in uptime from a delayed message. */
  private boolean isTooRecent(Snapshot taken) {
    return world.time().nowMicros() - taken.atMicros() < 12_000_000;
  }

  boolean isRestoredUnnoticed() {
    return isRestoredUnnoticed;
  }

  /** okayd has accepted a HELLO of a kernel. */
  void helloAccepted(SimulatedKernel in) {
    if (kernel == in) {
      isRestoredUnnoticed = false;
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
    return kernel.proof(path, world.serves(this, path), world.plans().virtioId(name, path));
  }
}
