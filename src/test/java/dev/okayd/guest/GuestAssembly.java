package dev.okayd.guest;

import dev.okayd.eventlog.EventLog;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Planner;
import dev.okayd.store.Json;
import dev.okayd.store.Store;
import java.time.Clock;
import java.util.Optional;

/** This package put together by hand, for those who run okayd without its framework. */
public final class GuestAssembly {
  private final BootStore boots;
  private final GuestStore store;
  private final Guests guests;

  /** Everything of this package, on these parts of others. */
  public GuestAssembly(
      Store store, EventLog log, Json json, GuestChanges changes, Planner planner, Clock clock) {
    boots = new BootStore(json);
    this.store = new GuestStore(json, boots);
    guests = new Guests(store, this.store, log, changes, clock, planner);
  }

  /** The tables of boots. */
  public BootStore boots() {
    return boots;
  }

  /** The table of guests. */
  public GuestStore store() {
    return store;
  }

  /** What can be done with guests. */
  public Guests guests() {
    return guests;
  }

  /** Makes or plans a guest; its agent's token, if it is new. */
  public Optional<String> put(String name, GuestSpec spec) {
    return guests.put(name, spec).agentToken();
  }

  /** The tree to boot. */
  public DeviceTree tree(String name) {
    return guests.deviceTree(name);
  }

  /** The digest of its plan. */
  public String digest(String name) {
    return guests.get(name).plan().digest();
  }
}
