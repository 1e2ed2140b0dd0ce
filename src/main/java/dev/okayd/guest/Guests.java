package dev.okayd.guest;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.http.Preconditions;
import dev.okayd.plan.BaseTree;
import dev.okayd.plan.GuestSpec;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What can be done with guests. Every change is one transaction, with its row in the log. */
@ApplicationScoped
public class Guests {
  private final Store store;
  private final GuestStore guests;
  private final GuestPlanning planning;
  private final EventLog log;
  private final GuestChanges changes;

  Guests(
      Store store, GuestStore guests, GuestPlanning planning, EventLog log, GuestChanges changes) {
    this.store = store;
    this.guests = guests;
    this.planning = planning;
    this.log = log;
    this.changes = changes;
  }

  /** A guest; {@code guest-not-found} if there is none. */
  Guest get(String name) {
    return store.read(handle -> require(handle, name));
  }

  /** Creates a guest, or plans it anew with another spec. */
  PlannedGuest put(String name, GuestSpec spec, Preconditions conditions) {
    Names.require("guest", name);
    PlannedGuest put =
        store.inTransaction(
            handle -> {
              Optional<Guest> before = guests.find(handle, name);
              conditions.requireMatch(before.map(GuestEntityTags::guest));
              return planning.put(handle, planning.neighbourhood(handle), name, spec, before);
            });
    changes.guestChanged(name);
    return put;
  }

  /** What {@link #put} would come to, without doing it. */
  PlannedGuest preview(String name, GuestSpec spec, Preconditions conditions) {
    Names.require("guest", name);
    return store.read(
        handle -> {
          Optional<Guest> before = guests.find(handle, name);
          conditions.requireMatch(before.map(GuestEntityTags::guest));
          return planning.preview(handle, planning.neighbourhood(handle), name, spec, before);
        });
  }

  /** Gives a guest its base tree, and plans it anew with it. */
  Guest putBaseTree(String name, byte[] blob, Preconditions conditions) {
    BaseTree tree = BaseTree.read(blob);
    Guest guest =
        store.inTransaction(
            handle -> {
              Guest before = require(handle, name);
              conditions.requireMatch(Optional.of(GuestEntityTags.guest(before)));
              return planning.putBaseTree(handle, before, tree, blob);
            });
    changes.guestChanged(name);
    return guest;
  }

  /** Gives the agent a new token and voids the old one. */
  String renewToken(Handle handle, String name) {
    require(handle, name);
    String token = AgentToken.generate();
    guests.putToken(handle, name, AgentToken.digest(token));
    log.append(handle, "guest.token-renewed", name, Map.of());
    return token;
  }

  /** Whether this is the token of this guest's agent; no for a guest that is not there. */
  public boolean isAgent(Handle handle, String name, String token) {
    return guests
        .tokenDigest(handle, name)
        .filter(digest -> AgentToken.matches(token, digest))
        .isPresent();
  }

  /** Forgets a guest with all that is known of its devices. */
  void delete(String name, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          conditions.requireMatch(Optional.of(GuestEntityTags.guest(require(handle, name))));
          guests.delete(handle, name);
          log.append(handle, "guest.deleted", name, Map.of());
          return name;
        });
    changes.guestChanged(name);
  }

  /** A guest; {@code guest-not-found} if there is none. */
  public Guest require(Handle handle, String name) {
    return guests.find(handle, name).orElseThrow(() -> notFound(name));
  }

  /** That there is no such guest. */
  public static OkaydException notFound(String name) {
    return new OkaydException(ErrorCode.GUEST_NOT_FOUND, "There is no guest \"" + name + "\"");
  }
}
