package dev.okayd.attach.api;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.decide.DecisionInput;
import dev.okayd.attach.decide.FailureTransitions;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.attach.reconcile.IntentStore;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.guest.planning.Guests;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Requests of operators and orchestrators about the attachments of a guest. */
@ApplicationScoped
class Attachments {
  private final Store store;
  private final Guests guests;
  private final AttachmentStore attachments;
  private final IntentStore intents;
  private final FactsReader factsReader;
  private final EventLog log;
  private final ReconcileTrigger trigger;
  private final Clock clock;

  Attachments(
      Store store,
      Guests guests,
      AttachmentStore attachments,
      IntentStore intents,
      FactsReader factsReader,
      EventLog log,
      ReconcileTrigger trigger,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.intents = intents;
    this.factsReader = factsReader;
    this.log = log;
    this.trigger = trigger;
    this.clock = clock;
  }

  List<AttachmentView> ofGuest(String name) {
    return store.read(
        handle -> {
          GuestSnapshot facts = factsReader.of(handle, guests.require(handle, name));
          return Stream.concat(
                  facts.guest().gatedSlots().stream().map(facts::attachment),
                  facts.droppedButLive().stream())
              .map(attachment -> AttachmentView.of(facts.of(attachment)))
              .toList();
        });
  }

  AttachmentView get(String name, String device) {
    return store.read(handle -> AttachmentView.of(input(handle, name, device)));
  }

  TimelineView timeline(String name, String device) {
    return store.read(handle -> TimelineView.of(input(handle, name, device).attachment()));
  }

  /** Sets the intent of a device. */
  AttachmentView want(String name, String device, Intent intent) {
    AttachmentView wanted =
        store.inTransaction(
            handle -> {
              DecisionInput before = input(handle, name, device);
              if (before.desired().intent() != intent) {
                intents.put(handle, name, device, intent);
                log.append(
                    handle, LogType.DEVICE_INTENT, name + "/" + device, Map.of("intent", intent));
              }
              return AttachmentView.of(input(handle, name, device));
            });
    trigger.reconcile(name);
    return wanted;
  }

  /** Retries a failed attachment. */
  AttachmentView retry(Handle handle, String name, String device) {
    DecisionInput input = input(handle, name, device);
    Attachment attachment = input.attachment();
    if (attachment.phase() != Phase.FAILED) {
      throw new OkaydException(
          ErrorCode.ATTACHMENT_NOT_FAILED,
          "The attachment of \"%s\" is %s; only a failed one can be tried again"
              .formatted(device, attachment.phase()));
    }
    Attachment retried = FailureTransitions.retry(input, clock.instant());
    attachments.put(handle, attachment, retried, AttachmentStore.Cause.REQUEST);
    return AttachmentView.of(input.with(retried));
  }

  private DecisionInput input(Handle handle, String name, String device) {
    GuestSnapshot facts = factsReader.of(handle, guests.require(handle, name));
    return facts.of(facts.require(device));
  }
}
