package dev.okayd.simulation;

import dev.okayd.channel.Proof;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A guest: it boots, crashes and boots again; in each boot there is an agent. */
final class SimulatedGuest {
  private final String name;
  private final String token;
  private final World world;
  private final Supplier<DeviceTree> freshTree;
  private DeviceTree tree;
  private int boots;
  private SimulatedKernel kernel;
  private Optional<SimulatedAgent> agent = Optional.empty();

  SimulatedGuest(String name, String token, World world, Supplier<DeviceTree> freshTree) {
    this.name = name;
    this.token = token;
    this.world = world;
    this.freshTree = freshTree;
    this.tree = freshTree.get();
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

  private SimulatedKernel boot() {
    boots++;
    return new SimulatedKernel(name + "-boot-" + boots, world.time().nowMicros(), tree);
  }

  /**
   * The guest starts anew, with the tree of its present plan unless somebody forgot to change it.
   */
  void reboot(boolean withFreshTree) {
    if (withFreshTree) {
      tree = freshTree.get();
    }
    kernel = boot();
    world.trace("%s boots %s", name, kernel.bootId());
    killAgent();
    world.time().in(Duration.ofMillis(800), this::startAgent);
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
              if (kernel == present && agent.isEmpty()) {
                startAgent();
              }
            });
  }

  private void killAgent() {
    agent.ifPresent(SimulatedAgent::kill);
    agent = Optional.empty();
  }

  Proof proof(NodePath path) {
    return kernel.proof(path, world.serves(name, path), world.virtioId(name, path));
  }
}
