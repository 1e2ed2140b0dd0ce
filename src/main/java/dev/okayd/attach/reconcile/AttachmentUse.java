package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.guest.Boot;
import dev.okayd.guest.device.LiveDeviceQuery;
import dev.okayd.guest.store.GuestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Answers which devices may be live in a guest. */
@ApplicationScoped
class AttachmentUse implements LiveDeviceQuery {
  private final GuestStore guests;
  private final AttachmentStore attachments;

  AttachmentUse(GuestStore guests, AttachmentStore attachments) {
    this.guests = guests;
    this.attachments = attachments;
  }

  @Override
  public boolean mayBeLive(Handle handle, String guest, String device) {
    Optional<String> bootId =
        guests.find(handle, guest).flatMap(found -> found.boot().map(Boot::bootId));
    return attachments
        .find(handle, guest, device)
        .filter(Attachment::mayBeLive)
        .filter(attachment -> attachment.bootId().equals(bootId))
        .isPresent();
  }
}
