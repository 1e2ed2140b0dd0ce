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
  /** Number of specs per query, to bound the memory. */
  private static final int SPECS_PER_QUERY = 500;

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
                filter.matchesAll()
                    ? guests.after(handle, request.after(), request.queryLimit())
                    : guests.named(handle, matching(handle, request, filter)));
    return Page.of(request, found, Guest::name);
  }

  /** Reads only specs, because plans of guests that do not match are not needed. */
  private List<String> matching(Handle handle, PageRequest request, GuestFilter filter) {
    List<String> names = new ArrayList<>();
    String after = request.after();
    List<GuestStore.NamedSpec> batch;
    do {
      batch = guests.specsAfter(handle, after, SPECS_PER_QUERY);
      for (GuestStore.NamedSpec guest : batch) {
        after = guest.name();
        if (filter.matches(guest.spec())) {
          names.add(guest.name());
        }
      }
    } while (batch.size() == SPECS_PER_QUERY && names.size() < request.queryLimit());
    return names.subList(0, Math.min(request.queryLimit(), names.size()));
  }
}
