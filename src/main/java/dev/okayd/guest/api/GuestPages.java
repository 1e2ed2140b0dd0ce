package dev.okayd.guest.api;

import dev.okayd.guest.Guest;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The list of guests, in pages. */
@ApplicationScoped
class GuestPages {
  /** Specs that are looked through at once: far fewer than there may be guests. */
  private static final int AT_ONCE = 500;

  private final Store store;
  private final GuestStore guests;

  GuestPages(Store store, GuestStore guests) {
    this.store = store;
    this.guests = guests;
  }

  Page<Guest> page(PageRequest request, GuestFilter filter) {
    List<Guest> found =
        store.read(
            handle ->
                filter.wantsAll()
                    ? guests.behind(handle, request.after(), request.queryLimit())
                    : guests.named(handle, matching(handle, request, filter)));
    return Page.of(request, found, Guest::name);
  }

  /** Looks into specs alone: the plans of guests that nobody asked for are not read. */
  private List<String> matching(Handle handle, PageRequest request, GuestFilter filter) {
    List<String> names = new ArrayList<>();
    String after = request.after();
    List<GuestStore.NamedSpec> some;
    do {
      some = guests.specsBehind(handle, after, AT_ONCE);
      for (GuestStore.NamedSpec guest : some) {
        after = guest.name();
        if (filter.wants(guest.spec())) {
          names.add(guest.name());
        }
      }
    } while (some.size() == AT_ONCE && names.size() < request.queryLimit());
    return names.subList(0, Math.min(request.queryLimit(), names.size()));
  }
}
