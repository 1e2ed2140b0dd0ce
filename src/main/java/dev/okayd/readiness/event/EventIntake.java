package dev.okayd.readiness.event;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.readiness.lease.ListeningPeriod;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accepts signed events: verifies them, records them and schedules reconciliation. The events are
 * durable when a method returns; the reconciler applies them shortly afterwards.
 */
@ApplicationScoped
public class EventIntake {
  private final Store store;
  private final EventVerifier verifier;
  private final EventRecorder recorder;
  private final ReconcileTrigger trigger;
  private final ListeningPeriod listening;

  public EventIntake(
      Store store,
      EventVerifier verifier,
      EventRecorder recorder,
      ReconcileTrigger trigger,
      ListeningPeriod listening) {
    this.store = store;
    this.verifier = verifier;
    this.recorder = recorder;
    this.trigger = trigger;
    this.listening = listening;
  }

  /** An accepted event and its effect. */
  record Accepted(String id, EventEffect effect) {}

  /**
   * Accepts all events of a body or none.
   *
   * @param receivedAt when the first byte of the body arrived
   */
  public List<Accepted> accept(
      byte[] body, boolean batch, Signature signature, Instant receivedAt) {
    return accept(body, EventFormat.read(body, batch, receivedAt), signature);
  }

  /** Accepts one event, which must come from this backend. */
  public List<Accepted> acceptFrom(
      String backend, byte[] body, Signature signature, Instant receivedAt) {
    List<ReadinessEvent> events = EventFormat.read(body, false, receivedAt);
    if (!events.get(0).source().equals(backend)) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event has another source, expected \"%s\"".formatted(backend));
    }
    return accept(body, events, signature);
  }

  private List<Accepted> accept(byte[] body, List<ReadinessEvent> events, Signature signature) {
    String source = events.get(0).source();
    Backend verified = verifier.verify(body, signature, source);
    List<EventEffect> effects =
        listening.record(
            () ->
                store.inTransaction(
                    handle ->
                        recorder.record(
                            handle,
                            verifier.requireStillVerified(handle, body, signature, verified),
                            events)));
    if (effects.stream().anyMatch(effect -> effect != EventEffect.RENEWED)) {
      trigger.reconcileGuestsOf(source);
    }
    return IntStream.range(0, events.size())
        .mapToObj(i -> new Accepted(events.get(i).id(), effects.get(i)))
        .toList();
  }
}
