package dev.okayd.guest;

import dev.okayd.eventlog.EventLog;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.http.Preconditions;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Planner;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** This package put together by hand, for those who run okayd without its framework. */
public final class GuestAssembly {
  private final BootStore boots;
  private final GuestStore store;
  private final Guests guests;
  private final GuestFiles files;
  private final FormerDevices former;
  private final UnmanagedDevices unmanaged;

  /** Everything of this package, on these parts of others. */
  public GuestAssembly(
      Store store,
      EventLog log,
      StoredJson json,
      GuestChanges changes,
      Planner planner,
      Clock clock) {
    boots = new BootStore(json);
    this.store = new GuestStore(json, boots);
    former = new FormerDevices(this.store);
    unmanaged = new UnmanagedDevices(this.store, former);
    GuestPlanning planning = new GuestPlanning(this.store, former, log, clock, planner);
    guests = new Guests(store, this.store, planning, log, changes);
    files = new GuestFiles(store, guests, this.store, planner);
  }

  /** What a restore does with guests. */
  public RestoreParticipant restore() {
    return new GuestsAfterRestore(store, former);
  }

  /** What okayd cannot take from guests. */
  public UnmanagedDevices unmanaged() {
    return unmanaged;
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
    return guests.put(name, spec, Preconditions.NONE).agentToken();
  }

  /** All guests. */
  public List<Guest> all(Handle handle) {
    return store.behind(handle, "", Integer.MAX_VALUE);
  }

  /** The ETag of a guest. */
  public static String tag(Guest guest) {
    return GuestEntityTags.guest(guest).toString();
  }

  /** What the representation of a guest shows, as a text. */
  public static String shown(Guest guest) {
    return GuestView.of(guest).toString();
  }

  /** The tree to boot. */
  public DeviceTree tree(String name) {
    return files.deviceTree(name);
  }

  /** The digest of its plan. */
  public String digest(String name) {
    return guests.get(name).plan().digest();
  }
}
