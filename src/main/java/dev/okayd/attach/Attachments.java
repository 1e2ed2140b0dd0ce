package dev.okayd.attach;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.Guests;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.SlotKind;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What a person or an orchestrator asks of attachments. */
@ApplicationScoped
class Attachments {
  private final Store store;
  private final Guests guests;
  private final AttachmentStore attachments;
  private final Situations situations;
  private final Reconciler reconciler;
  private final Decider decider;
  private final Clock clock;

  Attachments(
      Store store,
      Guests guests,
      AttachmentStore attachments,
      Situations situations,
      Reconciler reconciler,
      AttachConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.situations = situations;
    this.reconciler = reconciler;
    this.decider = new Decider(RetryPolicy.of(config));
    this.clock = clock;
  }

  List<AttachmentView> ofGuest(String name) {
    return store.inTransaction(
        handle -> {
          Guest guest = guests.require(handle, name);
          return guest.gatedSlots().stream()
              .map(slot -> AttachmentView.of(recorded(handle, guest, slot)))
              .toList();
        });
  }

  AttachmentView get(String name, String device) {
    return store.inTransaction(
        handle -> {
          Guest guest = guests.require(handle, name);
          PlannedSlot slot = requireGated(guest, device);
          return AttachmentView.of(recorded(handle, guest, slot));
        });
  }

  /** Tries a failed attachment again. */
  AttachmentView retry(String name, String device) {
    store.inTransaction(
        handle -> {
          Guest guest = guests.require(handle, name);
          PlannedSlot slot = requireGated(guest, device);
          Attachment attachment = recorded(handle, guest, slot);
          if (attachment.phase() != Phase.FAILED) {
            throw new OkaydException(
                ErrorCode.ATTACHMENT_NOT_FAILED,
                "The attachment of \"%s\" is %s; only a failed one can be tried again"
                    .formatted(device, attachment.phase()));
          }
          Situation situation = situations.of(handle, guest, attachment);
          Attachment retried = decider.retry(situation, clock.instant());
          attachments.put(handle, attachment, retried);
          return retried;
        });
    reconciler.wake(name);
    return get(name, device);
  }

  private static PlannedSlot requireGated(Guest guest, String device) {
    PlannedSlot slot = Guests.requireDevice(guest, device);
    if (slot.slotKind() != SlotKind.GATED) {
      throw new OkaydException(
          ErrorCode.DEVICE_NOT_GATED,
          "Device \"%s\" of guest \"%s\" is okay from the start".formatted(device, guest.name()));
    }
    return slot;
  }

  private Attachment recorded(Handle handle, Guest guest, PlannedSlot slot) {
    return attachments
        .find(handle, guest.name(), slot.device())
        .orElseGet(
            () ->
                Attachment.initial(
                    guest.name(),
                    slot.device(),
                    Target.of(slot),
                    guest.boot().map(Boot::helloAt).orElse(guest.plannedAt())));
  }
}
