package dev.okayd.guest.planning;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.guest.Guest;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.http.Preconditions;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Operations on guests. Every change is one transaction that also appends to the event log. */
@ApplicationScoped
public class Guests {
  private final Store store;
  private final GuestStore guests;
  private final GuestPlanning planning;
  private final EventLog log;
  private final GuestChangeListener changes;

  public Guests(
      Store store,
      GuestStore guests,
      GuestPlanning planning,
      EventLog log,
      GuestChangeListener changes) {
    this.store = store;
    this.guests = guests;
    this.planning = planning;
    this.log = log;
    this.changes = changes;
  }

  /** The guest with a name; {@code guest-not-found} if there is none. */
  public Guest get(String name) {
    return store.read(handle -> require(handle, name));
  }

  /** Creates a guest, or replans it with another spec. */
  public GuestPlanningResult put(String name, GuestSpec spec, Preconditions conditions) {
    Names.require("guest", name);
    GuestPlanningResult put =
        store.inTransaction(
            handle -> {
              Optional<Guest> before = guests.find(handle, name);
              conditions.requireMatch(before.map(GuestEntityTags::guest));
              return planning.put(handle, planning.otherPlans(handle), name, spec, before);
            });
    changes.guestChanged(name);
    return put;
  }

  /** What {@link #put} would return, without a change. */
  public GuestPlanningResult preview(String name, GuestSpec spec, Preconditions conditions) {
    Names.require("guest", name);
    return store.read(
        handle -> {
          Optional<Guest> before = guests.find(handle, name);
          conditions.requireMatch(before.map(GuestEntityTags::guest));
          return planning.preview(handle, planning.otherPlans(handle), name, spec, before);
        });
  }

  /** Sets the base tree of a guest and replans the guest. */
  public Guest putBaseTree(String name, byte[] blob, Preconditions conditions) {
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

  /** Creates a new token for the agent and revokes the old one. */
  public String renewToken(Handle handle, String name) {
    require(handle, name);
    String token = AgentToken.generate();
    guests.putToken(handle, name, AgentToken.digest(token));
    log.append(handle, LogType.GUEST_TOKEN_RENEWED, name, Map.of());
    return token;
  }

  /** Whether a token belongs to the agent of a guest; false if there is no such guest. */
  public boolean isAgent(Handle handle, String name, String token) {
    return guests
        .tokenDigest(handle, name)
        .filter(digest -> AgentToken.matches(token, digest))
        .isPresent();
  }

  /** Deletes a guest with all records of its devices. */
  public void delete(String name, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          conditions.requireMatch(Optional.of(GuestEntityTags.guest(require(handle, name))));
          guests.delete(handle, name);
          log.append(handle, LogType.GUEST_DELETED, name, Map.of());
          return name;
        });
    changes.guestChanged(name);
  }

  /** The guest with a name; {@code guest-not-found} if there is none. */
  public Guest require(Handle handle, String name) {
    return guests.find(handle, name).orElseThrow(() -> notFound(name));
  }

  /** The refusal of a request for an unknown guest. */
  public static OkaydException notFound(String name) {
    return new OkaydException(ErrorCode.GUEST_NOT_FOUND, "There is no guest \"" + name + "\"");
  }
}
