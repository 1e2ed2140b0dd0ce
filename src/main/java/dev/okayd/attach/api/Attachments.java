package dev.okayd.attach.api;

import dev.okayd.attach.decide.Attachment;
import dev.okayd.attach.decide.DecisionInput;
import dev.okayd.attach.decide.FailureTransitions;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.Intent;
import dev.okayd.attach.decide.Phase;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.attach.reconcile.IntentStore;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.guest.planning.Guests;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What a person or an orchestrator asks of the attachments of a guest. */
@ApplicationScoped
class Attachments {
  private final Store store;
  private final Guests guests;
  private final AttachmentStore attachments;
  private final IntentStore intents;
  private final FactsReader situations;
  private final EventLog log;
  private final ReconcileTrigger wakings;
  private final Clock clock;

  Attachments(
      Store store,
      Guests guests,
      AttachmentStore attachments,
      IntentStore intents,
      FactsReader situations,
      EventLog log,
      ReconcileTrigger wakings,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.intents = intents;
    this.situations = situations;
    this.log = log;
    this.wakings = wakings;
    this.clock = clock;
  }

  List<AttachmentView> ofGuest(String name) {
    return store.read(
        handle -> {
          GuestSnapshot facts = situations.of(handle, guests.require(handle, name));
          return Stream.concat(
                  facts.guest().gatedSlots().stream().map(facts::attachment),
                  facts.droppedButLive().stream())
              .map(attachment -> AttachmentView.of(facts.of(attachment)))
              .toList();
        });
  }

  AttachmentView get(String name, String device) {
    return store.read(handle -> AttachmentView.of(situation(handle, name, device)));
  }

  TimelineView timeline(String name, String device) {
    return store.read(handle -> TimelineView.of(situation(handle, name, device).attachment()));
  }

  /** Says what is wanted of a device. */
  AttachmentView want(String name, String device, Intent intent) {
    AttachmentView wanted =
        store.inTransaction(
            handle -> {
              DecisionInput before = situation(handle, name, device);
              if (before.wish().intent() != intent) {
                intents.put(handle, name, device, intent);
                log.append(handle, "device.intent", name + "/" + device, Map.of("intent", intent));
              }
              return AttachmentView.of(situation(handle, name, device));
            });
    wakings.look(name);
    return wanted;
  }

  /** Tries a failed attachment again. */
  AttachmentView retry(Handle handle, String name, String device) {
    DecisionInput situation = situation(handle, name, device);
    Attachment attachment = situation.attachment();
    if (attachment.phase() != Phase.FAILED) {
      throw new OkaydException(
          ErrorCode.ATTACHMENT_NOT_FAILED,
          "The attachment of \"%s\" is %s; only a failed one can be tried again"
              .formatted(device, attachment.phase()));
    }
    Attachment retried = FailureTransitions.retry(situation, clock.instant());
    attachments.put(handle, attachment, retried, AttachmentStore.Cause.REQUEST);
    return AttachmentView.of(situation.with(retried));
  }

  private DecisionInput situation(Handle handle, String name, String device) {
    GuestSnapshot facts = situations.of(handle, guests.require(handle, name));
    return facts.of(facts.require(device));
  }
}
