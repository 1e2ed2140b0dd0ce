package dev.okayd.attach.api;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
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
class AttachmentPages {
  private static final int READ_AT_ONCE = 500;

  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final FactsReader factsReader;

  AttachmentPages(
      Store store, GuestStore guests, AttachmentStore attachments, FactsReader factsReader) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.factsReader = factsReader;
  }

  /** Which attachments. */
  record Filter(Optional<String> guest, Optional<String> backend, Optional<Phase> phase) {
    boolean takes(Attachment attachment) {
      return guest.map(attachment.guest()::equals).orElse(true)
          && backend.map(attachment.target().backend()::equals).orElse(true)
          && phase.map(attachment.phase()::equals).orElse(true);
    }
  }

  /** A page of them, by guest and device, as {@code guest/device}. */
  Page<AttachmentView> page(Filter filter, PageRequest request) {
    return store.read(handle -> page(handle, filter, request));
  }

  private Page<AttachmentView> page(Handle handle, Filter filter, PageRequest request) {
    Map<String, GuestSnapshot> facts = new HashMap<>();
    return Page.of(request, find(handle, filter, request), AttachmentPages::place)
        .map(
            attachment ->
                AttachmentView.of(
                    facts
                        .computeIfAbsent(attachment.guest(), name -> facts(handle, name))
                        .of(attachment)));
  }

  /** As many as are wanted and one more, if there are as many. */
  private List<Attachment> find(Handle handle, Filter filter, PageRequest request) {
    List<Attachment> found = new ArrayList<>();
    // the name of a guest has no slash in it
    String[] after = (request.after() + "/").split("/", -1);
    String guest = after[0];
    String device = after[1];
    List<Attachment> read;
    do {
      read = attachments.page(handle, guest, device, READ_AT_ONCE);
      read.stream().filter(filter::takes).forEach(found::add);
      if (!read.isEmpty()) {
        guest = read.get(read.size() - 1).guest();
        device = read.get(read.size() - 1).device();
      }
    } while (found.size() < request.queryLimit() && read.size() == READ_AT_ONCE);
    return found.subList(0, Math.min(found.size(), request.queryLimit()));
  }

  private static String place(Attachment attachment) {
    return attachment.guest() + "/" + attachment.device();
  }

  /** An attachment goes with its guest, so there is one. */
  private GuestSnapshot facts(Handle handle, String guest) {
    return factsReader.of(handle, guests.find(handle, guest).orElseThrow());
  }
}
