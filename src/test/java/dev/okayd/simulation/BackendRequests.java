package dev.okayd.simulation;

import dev.okayd.error.OkaydException;
import dev.okayd.testing.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The requests that a process of okayd serves for backends and their orchestrator. */
final class BackendRequests {
  private final SimulatedOkayd okayd;
  private final OkaydParts parts;
  private final World world;
  private final PlantedBug bug;

  /** Operations that okayd, with a planted bug, has recorded as permanently finished. */
  private final Set<String> drained = new HashSet<>();

  BackendRequests(SimulatedOkayd okayd, World world, PlantedBug bug) {
    this.okayd = okayd;
    this.parts = okayd.parts();
    this.world = world;
    this.bug = bug;
  }

  void event(SimulatedBackend.Sent sent, Consumer<Reply> reply) {
    Instant receivedAt = parts.clock().instant();
    long atMicros = world.time().nowMicros();
    okayd.serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().readiness().received(sent, atMicros));
          if (bug == PlantedBug.RENEWALS_ARE_IGNORED
              && world.oracle().readiness().isRenewal(sent)) {
            return Reply.done();
          }
          SignedEvent event =
              bug == PlantedBug.LEASES_NEVER_EXPIRE ? sent.withoutLease() : sent.event();
          parts
              .service()
              .accept(
                  event.body().getBytes(StandardCharsets.UTF_8),
                  event.id(),
                  Long.toString(event.timestamp()),
                  event.signature(),
                  bug == PlantedBug.LEASES_BEGIN_WHEN_RECORDED
                      ? parts.clock().instant()
                      : receivedAt);
          return Reply.done();
        });
  }

  /** Whether okayd's records show no device of this backend in any guest. */
  boolean recordsReleased(String backend) {
    return okayd.isUp()
        && world
            .store()
            .read(
                handle ->
                    parts.attach().recorded(handle).stream()
                        .noneMatch(
                            device -> device.backend().equals(backend) && device.mayBeLive()));
  }

  void drain(String backend, int epoch, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().readiness().drains(backend, epoch));
          String operation = parts.service().drain(backend, Integer.toString(epoch));
          if (bug == PlantedBug.FINISHED_DRAINS_STAY_FINISHED
              && parts.service().isDrained(operation)) {
            drained.add(operation);
          }
          return Reply.done(operation);
        });
  }

  void cancelDrain(String backend, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().readiness().drainCancelled(backend));
          parts.service().cancelDrain(backend);
          return Reply.done();
        });
  }

  /** The guests for which an operation awaits an operator's confirmation. */
  List<String> awaitingConfirmation(String operation) {
    try {
      return !okayd.isReceiving() ? List.of() : parts.service().awaitingConfirmation(operation);
    } catch (OkaydException | OkaydCrash e) {
      return List.of();
    }
  }

  void confirm(String operation, String guest, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          if (!world.guest(guest).runs()) {
            parts.service().confirm(operation, guest);
          }
          return Reply.done();
        });
  }

  void isDrained(SimulatedBackend backend, int epoch, String operation, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          okayd.inbox().beforeDrainCheck();
          boolean isDrained = drained.contains(operation) || parts.service().isDrained(operation);
          if (isDrained && backend.serves() && backend.epoch() == epoch) {
            world.oracle().reportsDrained(backend.name());
          }
          return Reply.done(isDrained);
        });
  }
}
