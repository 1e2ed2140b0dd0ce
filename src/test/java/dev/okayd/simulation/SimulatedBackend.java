package dev.okayd.simulation;

import dev.okayd.testing.SignedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A backend: it starts, sends events and heartbeats, drains, stops or crashes, and starts again. It
 * resends an event until okayd acknowledges it or a newer event supersedes it.
 */
final class SimulatedBackend {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  static final int TTL_SECONDS = 12;

  private final String name;
  private final String secret;
  private final World world;
  private final Reporting reporting;
  private final Orchestrator orchestrator;
  private int epoch;
  private long beats;
  private long sequence;
  private boolean serves;
  private boolean draining;

  /** Whether it has announced its stop; it then no longer sends "ready". */
  private boolean announced;

  private boolean keyIsReady;
  private Optional<String> unacknowledged = Optional.empty();

  /** How a backend reports its readiness. */
  enum Reporting {
    /** In events without a lease. */
    EVENTS,
    /** In events with a lease. */
    LEASES,
    /** In the xenstore, with a heartbeat. */
    XENSTORE
  }

  /** Its keys in the xenstore. */
  record Key(boolean isReady, int epoch, long beats) {}

  SimulatedBackend(String name, String secret, World world, Reporting reporting) {
    this.name = name;
    this.secret = secret;
    this.world = world;
    this.reporting = reporting;
    this.orchestrator = new Orchestrator(this, world);
  }

  String name() {
    return name;
  }

  /** Whether a driver in a guest finds its devices. */
  boolean serves() {
    return serves;
  }

  boolean isDraining() {
    return draining;
  }

  /** The orchestrator has cancelled its drain. */
  void staysUp() {
    draining = false;
  }

  int epoch() {
    return epoch;
  }

  boolean isInXenstore() {
    return reporting == Reporting.XENSTORE;
  }

  /** Its current keys in the xenstore. After an unnoticed crash they keep their values. */
  Key key() {
    return new Key(keyIsReady, epoch, beats);
  }

  void start() {
    if (serves) {
      return;
    }
    epoch++;
    sequence = 0;
    serves = true;
    draining = false;
    announced = false;
    world.trace("%s starts, epoch %d", name, epoch);
    reportState("ready");
    beat(epoch);
  }

  private void beat(int ofEpoch) {
    if (reporting == Reporting.EVENTS) {
      return;
    }
    world
        .time()
        .in(
            Duration.ofSeconds(TTL_SECONDS / 3),
            () -> {
              if (serves && epoch == ofEpoch) {
                if (!announced) {
                  reportState("ready");
                }
                beat(ofEpoch);
              }
            });
  }

  /** Recovers after the last fault: it serves, and reports that again. */
  void recover() {
    if (!serves) {
      start();
    } else if (draining && !announced && world.chance().happens(0.5)) {
      orchestrator.cancel();
    } else if (draining) {
      crash(false);
      start();
    }
  }

  /** Announces its stop, and stops when no guest has its devices. */
  void drain() {
    if (serves && !draining) {
      draining = true;
      // only okayd's operation shows whether guests have released boot slots and bridges
      if (reporting != Reporting.XENSTORE && world.chance().happens(0.4) && !hasUnmanaged()) {
        world.trace("%s drains", name);
        announced = true;
        reportState("draining");
        awaitRelease(epoch, 0);
      } else {
        world.trace("%s is to be drained", name);
        orchestrator.requestDrain(epoch, 0);
      }
    }
  }

  private boolean hasUnmanaged() {
    return world.guests().values().stream().anyMatch(guest -> guest.kernel().usesUnmanaged(name));
  }

  /** Withdraws the announced stop. */
  void cancelDrain() {
    if (serves && draining && !announced && !world.faults().areOver()) {
      orchestrator.cancel();
    }
  }

  boolean isDrainingIn(int ofEpoch) {
    return serves && draining && epoch == ofEpoch;
  }

  void stop() {
    world.oracle().stops(this);
    serves = false;
    keyIsReady = false;
    world.trace("%s stops: no guest has its devices", name);
    orchestrator.startStopped();
  }

  private void awaitRelease(int ofEpoch, int attempts) {
    world
        .time()
        .in(
            Duration.ofSeconds(1),
            () -> {
              if (!isDrainingIn(ofEpoch)) {
                return;
              }
              if (unacknowledged.isEmpty()
                  && !hasUnmanaged()
                  && world.okayd().backends().recordsReleased(name)) {
                stop();
              } else if (attempts > 120) {
                crash(true);
              } else {
                awaitRelease(ofEpoch, attempts + 1);
              }
            });
  }

  /** Crashes; a watcher may report it. */
  void crash(boolean noticed) {
    if (serves) {
      serves = false;
      draining = false;
      world.oracle().crashed(this);
      orchestrator.startStopped();
      world.trace("%s crashes%s", name, noticed ? "" : " unnoticed");
      if (noticed) {
        reportState("lost");
      } else {
        unacknowledged = Optional.empty();
      }
    }
  }

  private void reportState(String type) {
    if (reporting == Reporting.XENSTORE) {
      beats++;
      keyIsReady = type.equals("ready");
      return;
    }
    sequence++;
    int ttl = reporting == Reporting.LEASES && type.equals("ready") ? TTL_SECONDS : 0;
    String id = name + "-" + epoch + "-" + sequence;
    unacknowledged = Optional.of(id);
    send(
        new Sent(
            id,
            name,
            epoch,
            sequence,
            type,
            ttl,
            signed(id, type, ttl == 0 ? "" : ", \"data\": {\"ttlSeconds\": %d}".formatted(ttl)),
            signed(id, type, "")));
  }

  private SignedEvent signed(String id, String type, String data) {
    String body =
        """
        {"specversion": "1.0", "id": "%s", "source": "%s", "type": "dev.okayd.backend.%s.v1",
         "epoch": "%d", "sequence": %d%s}\
        """
            .formatted(id, name, type, epoch, sequence, data);
    return SignedEvent.sign(secret, body, Instant.EPOCH);
  }

  /** A sent event. */
  record Sent(
      String id,
      String backend,
      int epoch,
      long sequence,
      String type,
      int ttlSeconds,
      SignedEvent event,
      SignedEvent withoutLease) {}

  private void send(Sent sent) {
    if (unacknowledged.filter(sent.id()::equals).isEmpty()) {
      return;
    }
    world
        .network()
        .request(
            reply -> world.okayd().backends().event(sent, reply),
            PATIENCE,
            reply -> {
              if (reply instanceof Reply.Done) {
                world.oracle().acknowledged(sent);
                if (unacknowledged.filter(sent.id()::equals).isPresent()) {
                  unacknowledged = Optional.empty();
                }
              } else {
                world.time().in(Duration.ofMillis(700), () -> send(sent));
              }
            });
  }
}
