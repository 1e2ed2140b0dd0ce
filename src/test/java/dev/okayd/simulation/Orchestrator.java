package dev.okayd.simulation;

import java.time.Duration;
import java.util.Optional;

/**
 * The orchestrator of a backend, and the operator who helps it: it requests drains, cancels some,
 * and stops the backend when okayd permits it.
 */
final class Orchestrator {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SimulatedBackend backend;
  private final World world;

  Orchestrator(SimulatedBackend backend, World world) {
    this.backend = backend;
    this.world = world;
  }

  /** The operator stops the guests whose devices okayd cannot remove, and confirms each stop. */
  private void confirm(String operation) {
    for (String guestName : world.okayd().backends().awaitingConfirmation(operation)) {
      SimulatedGuest guest = world.guest(guestName);
      if (guest.runs()) {
        guest.stop();
      }
      world
          .network()
          .request(
              reply -> world.okayd().backends().confirm(operation, guestName, reply),
              PATIENCE,
              reply -> {});
    }
  }

  /** Requests a drain, and stops the backend when okayd permits it. */
  void requestDrain(int ofEpoch, int attempts) {
    if (!backend.isDrainingIn(ofEpoch)) {
      return;
    }
    if (attempts > 60) {
      backend.crash(true);
      return;
    }
    world
        .network()
        .request(
            reply -> world.okayd().backends().drain(backend.name(), ofEpoch, reply),
            PATIENCE,
            reply -> {
              if (reply instanceof Reply.Done done) {
                awaitDrained(ofEpoch, (String) done.answer().orElseThrow(), attempts);
              } else {
                world.time().in(Duration.ofSeconds(1), () -> requestDrain(ofEpoch, attempts + 1));
              }
            });
  }

  private void awaitDrained(int ofEpoch, String operation, int attempts) {
    if (!backend.isDrainingIn(ofEpoch)) {
      return;
    }
    world
        .network()
        .request(
            reply -> world.okayd().backends().isDrained(backend, ofEpoch, operation, reply),
            PATIENCE,
            reply -> {
              boolean drained =
                  reply instanceof Reply.Done done && done.answer().equals(Optional.of(true));
              if (drained && backend.isDrainingIn(ofEpoch)) {
                backend.stop();
              } else if (!backend.isDrainingIn(ofEpoch)) {
                world.trace("the orchestrator stops waiting for %s", operation);
              } else if (world.chance().happens(0.06)) {
                cancel();
                world.time().in(Duration.ofSeconds(1), () -> requestDrain(ofEpoch, attempts + 1));
              } else {
                if (world.chance().happens(0.4)) {
                  confirm(operation);
                }
                world.time().in(Duration.ofSeconds(1), () -> requestDrain(ofEpoch, attempts + 1));
              }
            });
  }

  /** Cancels the drain. */
  void cancel() {
    world
        .network()
        .request(
            reply -> world.okayd().backends().cancelDrain(backend.name(), reply),
            PATIENCE,
            reply -> {
              if (reply instanceof Reply.Done && backend.isDraining()) {
                world.trace("the drain of %s is cancelled", backend.name());
                backend.staysUp();
                startStopped();
              }
            });
  }

  /** Starts the guests that the operator has stopped for this drain. */
  void startStopped() {
    world.guests().values().stream()
        .filter(guest -> !guest.runs())
        .forEach(guest -> world.time().in(Duration.ofSeconds(3), () -> startIfStopped(guest)));
  }

  /** Waits while another backend is about to stop: the guest may be stopped for that one. */
  private void startIfStopped(SimulatedGuest guest) {
    boolean othersDrain =
        world.backends().values().stream().anyMatch(b -> b.serves() && b.isDraining());
    if (!guest.runs() && othersDrain) {
      world.time().in(Duration.ofSeconds(3), () -> startIfStopped(guest));
    } else if (!guest.runs()) {
      guest.reboot(true);
    }
  }
}
