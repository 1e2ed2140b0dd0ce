package dev.okayd.guest;

import dev.okayd.bundle.Bundle;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.overlay.GuestTree;
import dev.okayd.plan.BaseTree;
import dev.okayd.plan.Gate;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Names;
import dev.okayd.plan.Neighbour;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.Planner;
import dev.okayd.plan.Surroundings;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What can be done with guests. Every change is one transaction, with its row in the log. */
@ApplicationScoped
public class Guests {
  private final Store store;
  private final GuestStore guests;
  private final EventLog log;
  private final GuestChanges changes;
  private final Clock clock;
  private final Planner planner;

  Guests(
      Store store,
      GuestStore guests,
      EventLog log,
      GuestChanges changes,
      Clock clock,
      Planner planner) {
    this.store = store;
    this.guests = guests;
    this.log = log;
    this.changes = changes;
    this.clock = clock;
    this.planner = planner;
  }

  /**
   * A guest after a PUT.
   *
   * @param guest as it is now
   * @param blueprint what it was planned by
   * @param agentToken the new token of its agent, if the guest is new
   */
  record Put(Guest guest, Blueprint blueprint, Optional<String> agentToken) {}

  /** All guests, by name. */
  List<Guest> all() {
    return store.read(guests::all);
  }

  /** A guest; {@code guest-not-found} if there is none. */
  Guest get(String name) {
    return store.read(handle -> require(handle, name));
  }

  /** Creates a guest, or plans it anew with another spec. */
  Put put(String name, GuestSpec spec) {
    Names.require("guest", name);
    Put put =
        store.inTransaction(
            handle ->
                guests
                    .find(handle, name)
                    .map(guest -> replan(handle, guest, spec))
                    .orElseGet(() -> create(handle, name, spec)));
    changes.guestChanged(name);
    return put;
  }

  /** What {@link #put} would come to, without doing it. */
  Put preview(String name, GuestSpec spec) {
    Names.require("guest", name);
    return store.read(
        handle -> {
          Optional<Guest> before = guests.find(handle, name);
          Blueprint blueprint = draw(handle, name, spec, before);
          Guest guest =
              new Guest(name, spec, blueprint.plan(), clock.instant(), before.flatMap(Guest::boot));
          return new Put(guest, blueprint, Optional.empty());
        });
  }

  private Blueprint draw(Handle handle, String name, GuestSpec spec, Optional<Guest> before) {
    return Blueprint.draw(
        planner,
        spec,
        new Surroundings(
            baseTree(handle, name), before.map(Guest::plan), neighbours(handle, name, spec)));
  }

  /** Only where guests share addresses is it worth to read them all. */
  private List<Neighbour> neighbours(Handle handle, String name, GuestSpec spec) {
    if (!planner.platform(spec).hasHostAddresses()) {
      return List.of();
    }
    return guests.all(handle).stream()
        .filter(other -> !other.name().equals(name))
        .map(other -> new Neighbour(other.name(), other.plan()))
        .toList();
  }

  private Put create(Handle handle, String name, GuestSpec spec) {
    Blueprint blueprint = draw(handle, name, spec, Optional.empty());
    Plan plan = blueprint.plan();
    Guest guest = new Guest(name, spec, plan, clock.instant(), Optional.empty());
    String token = AgentToken.generate();
    guests.insert(handle, guest, AgentToken.digest(token));
    log.append(handle, "guest.created", name, Map.of("planDigest", plan.digest()));
    return new Put(guest, blueprint, Optional.of(token));
  }

  private Put replan(Handle handle, Guest guest, GuestSpec spec) {
    Blueprint blueprint = draw(handle, guest.name(), spec, Optional.of(guest));
    return new Put(planned(handle, guest, spec, blueprint.plan()), blueprint, Optional.empty());
  }

  private Guest planned(Handle handle, Guest guest, GuestSpec spec, Plan plan) {
    if (plan.equals(guest.plan()) && spec.equals(guest.spec())) {
      return guest;
    }
    Guest planned = new Guest(guest.name(), spec, plan, clock.instant(), guest.boot());
    guests.update(handle, planned);
    log.append(handle, "guest.planned", guest.name(), Map.of("planDigest", plan.digest()));
    return planned;
  }

  /** Gives a guest its base tree, and plans it anew with it. */
  Guest putBaseTree(String name, byte[] blob) {
    BaseTree tree = BaseTree.read(blob);
    Guest guest =
        store.inTransaction(
            handle -> {
              Guest before = require(handle, name);
              // what it throws keeps neither the tree nor a plan
              Surroundings surroundings =
                  new Surroundings(
                      Optional.of(tree),
                      Optional.of(before.plan()),
                      neighbours(handle, name, before.spec()));
              Blueprint blueprint = Blueprint.draw(planner, before.spec(), surroundings);
              guests.putBaseTree(handle, name, blob);
              return planned(handle, before, before.spec(), blueprint.plan());
            });
    changes.guestChanged(name);
    return guest;
  }

  /** The base tree as it was uploaded. */
  byte[] baseTree(String name) {
    return store.read(
        handle -> {
          require(handle, name);
          return guests
              .baseTree(handle, name)
              .orElseThrow(
                  () ->
                      new OkaydException(
                          ErrorCode.BASE_TREE_NOT_FOUND,
                          "No base tree was uploaded for guest \"" + name + "\""));
        });
  }

  /** The tree to boot. */
  DeviceTree deviceTree(String name) {
    return store.read(
        handle -> {
          Guest guest = require(handle, name);
          return GuestTree.of(guest.plan(), planner.platform(guest.spec()), baseTree(handle, name));
        });
  }

  /** All files of a guest's plan. */
  Bundle bundle(String name) {
    return store.read(
        handle -> {
          Guest guest = require(handle, name);
          return Bundle.of(
              name,
              Blueprint.of(
                  guest.spec(),
                  guest.plan(),
                  planner.platform(guest.spec()),
                  baseTree(handle, name)));
        });
  }

  /** The overlay of a gate: of a gated device, a spare slot or a bridge. */
  GateOverlay overlay(String name, String device, Optional<Integer> domid) {
    Guest guest = get(name);
    Gate gate = guest.plan().gate(device).orElseThrow(() -> noGate(guest, device));
    return GateOverlay.of(guest.plan(), gate, domid);
  }

  private static OkaydException noGate(Guest guest, String device) {
    requireDevice(guest, device);
    return new OkaydException(
        ErrorCode.DEVICE_NOT_GATED,
        "Device \"%s\" of guest \"%s\" is okay from the start".formatted(device, guest.name()));
  }

  /** Gives the agent a new token and voids the old one. */
  String renewToken(String name) {
    String token = AgentToken.generate();
    store.inTransaction(
        handle -> {
          require(handle, name);
          guests.putToken(handle, name, AgentToken.digest(token));
          log.append(handle, "guest.token-renewed", name, Map.of());
          return token;
        });
    return token;
  }

  /** Whether this is the token of this guest's agent; no for a guest that is not there. */
  public boolean isAgent(String name, String token) {
    return store
        .read(handle -> guests.tokenDigest(handle, name))
        .filter(digest -> AgentToken.matches(token, digest))
        .isPresent();
  }

  /** Forgets a guest with all that is known of its devices. */
  void delete(String name) {
    store.inTransaction(
        handle -> {
          require(handle, name);
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

  /** A device's slot; {@code device-not-found} if the guest has no such device. */
  public static PlannedSlot requireDevice(Guest guest, String device) {
    return guest
        .plan()
        .slotOf(device)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.DEVICE_NOT_FOUND,
                    "Guest \"%s\" has no device \"%s\"".formatted(guest.name(), device)));
  }

  /** That there is no such guest. */
  public static OkaydException notFound(String name) {
    return new OkaydException(ErrorCode.GUEST_NOT_FOUND, "There is no guest \"" + name + "\"");
  }

  private Optional<BaseTree> baseTree(Handle handle, String name) {
    return guests.baseTree(handle, name).map(BaseTree::read);
  }
}
