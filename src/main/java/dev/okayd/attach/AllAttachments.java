package dev.okayd.attach;

import dev.okayd.guest.GuestStore;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The attachments of all guests, page by page. */
@ApplicationScoped
class AllAttachments {
  private static final int READ_AT_ONCE = 500;

  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final Situations situations;

  AllAttachments(
      Store store, GuestStore guests, AttachmentStore attachments, Situations situations) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.situations = situations;
  }

  /** Which attachments. */
  record Filter(Optional<String> guest, Optional<String> backend, Optional<Phase> phase) {
    boolean takes(Attachment attachment) {
      return guest.map(attachment.guest()::equals).orElse(true)
          && backend.map(attachment.target().backend()::equals).orElse(true)
          && phase.map(attachment.phase()::equals).orElse(true);
    }
  }

  /**
   * Those behind one, as many as are wanted and one more if there is one.
   *
   * @param afterGuest the guest of the last one before, or empty
   * @param afterDevice its device, or empty
   */
  List<AttachmentView> page(Filter filter, String afterGuest, String afterDevice, int limit) {
    return store.read(handle -> page(handle, filter, afterGuest, afterDevice, limit));
  }

  private List<AttachmentView> page(
      Handle handle, Filter filter, String afterGuest, String afterDevice, int limit) {
    List<Attachment> found = new ArrayList<>();
    String guest = afterGuest;
    String device = afterDevice;
    List<Attachment> read;
    do {
      read = attachments.page(handle, guest, device, READ_AT_ONCE);
      read.stream().filter(filter::takes).forEach(found::add);
      if (!read.isEmpty()) {
        guest = read.get(read.size() - 1).guest();
        device = read.get(read.size() - 1).device();
      }
    } while (found.size() <= limit && read.size() == READ_AT_ONCE);
    Map<String, Optional<GuestFacts>> facts = new HashMap<>();
    return found.stream()
        .limit(limit + 1L)
        .flatMap(
            attachment ->
                facts
                    .computeIfAbsent(
                        attachment.guest(),
                        name ->
                            guests.find(handle, name).map(known -> situations.of(handle, known)))
                    .map(known -> AttachmentView.of(known.of(attachment)))
                    .stream())
        .toList();
  }
}
