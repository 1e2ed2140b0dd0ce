package dev.okayd.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A simple model of which backends are ready, lost or drained, by the true time alone. */
final class ReadinessOracle {
  private final World world;
  private final Oracle oracle;
  private final Map<String, LastReport> readiness = new HashMap<>();

  private Map<String, Integer> drained = new HashMap<>();

  /** Backends whose lease has expired while okayd received messages. */
  private final Set<String> lost = new HashSet<>();

  private long receivingSince;

  ReadinessOracle(World world, Oracle oracle) {
    this.world = world;
    this.oracle = oracle;
  }

  /** The valid readiness of a backend. */
  private record LastReport(int epoch, long sequence, String type, long atMicros, long ttlMicros) {
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

  /** The drains, which a backup contains. */
  Map<String, Integer> drained() {
    return Map.copyOf(drained);
  }

  /** A backup has replaced the drains; the latest readiness of backends stays valid. */
  void restored(Map<String, Integer> drainedInBackup) {
    drained = new HashMap<>(drainedInBackup);
  }

  /** okayd has committed an event that arrived at this time. */
  void received(SimulatedBackend.Sent sent, long atMicros) {
    receive(
        sent.backend(),
        new LastReport(
            sent.epoch(), sent.sequence(), sent.type(), atMicros, sent.ttlSeconds() * 1_000_000L));
  }

  /** okayd has committed a reading of the xenstore. The later of two readings counts. */
  void read(String backend, SimulatedBackend.Key key, int ttlSeconds, long atMicros) {
    LastReport reading =
        new LastReport(
            key.epoch(),
            atMicros,
            key.isReady() ? "ready" : "lost",
            atMicros,
            key.isReady() ? ttlSeconds * 1_000_000L : 0);
    receive(backend, reading);
  }

  private void receive(String backend, LastReport received) {
    LastReport before = readiness.get(backend);
    if (before == null || before.isBefore(received.epoch(), received.sequence())) {
      oracle.observe();
      world.trace(
          "%s reports %s, %d.%d", backend, received.type(), received.epoch(), received.sequence());
      readiness.put(backend, received);
      lost.remove(backend);
      if (received.ttlMicros() > 0) {
        world.time().inMicros(received.ttlMicros(), oracle::observe);
      }
      oracle.observe();
    }
  }

  /**
   * okayd begins to receive messages. After a change of the clock, it cannot know how long it was
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
                  : new LastReport(
                      t.epoch(), t.sequence(), t.type(), receivingSince, t.ttlMicros()));
    }
    oracle.observe();
  }

  /** okayd has committed a drain; it holds until a later epoch. */
  void drains(String backend, int epoch) {
    world.trace("%s is drained in epoch %d", backend, epoch);
    drained.merge(backend, epoch, Math::max);
    oracle.observe();
  }

  /** okayd has committed the cancellation of a drain. */
  void drainCancelled(String backend) {
    oracle.observe();
    drained.remove(backend);
    oracle.observe();
  }

  /** Whether an event renews a lease that has not expired. */
  boolean isRenewal(SimulatedBackend.Sent sent) {
    LastReport last = readiness.get(sent.backend());
    return sent.ttlSeconds() > 0
        && last != null
        && last.isReady(world.time().nowMicros())
        && last.isBefore(sent.epoch(), sent.sequence())
        && last.epoch() == sent.epoch();
  }

  boolean isReady(String backend) {
    LastReport last = readiness.get(backend);
    return last != null
        && last.epoch() > drained.getOrDefault(backend, 0)
        && last.isReady(world.time().nowMicros());
  }

  /** Whether a policy may detach a device because its backend is lost or drained. */
  boolean mayBeDetached(String backend) {
    LastReport last = readiness.get(backend);
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

  private boolean isSilent(LastReport last, long since) {
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
}
