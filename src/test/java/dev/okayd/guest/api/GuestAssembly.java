package dev.okayd.guest.api;

import dev.okayd.eventlog.EventLog;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.GuestChangeListener;
import dev.okayd.guest.planning.GuestEntityTags;
import dev.okayd.guest.planning.GuestPlanning;
import dev.okayd.guest.planning.Guests;
import dev.okayd.guest.store.BootStore;
import dev.okayd.guest.store.FormerDeviceStore;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.guest.store.GuestsAfterRestore;
import dev.okayd.guest.store.UnmanagedDevices;
import dev.okayd.http.Preconditions;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Assembles the classes of guest without Quarkus. */
public final class GuestAssembly {
  private final BootStore boots;
  private final GuestStore store;
  private final Guests guests;
  private final GuestFiles files;
  private final FormerDeviceStore former;
  private final UnmanagedDevices unmanaged;

  /** Creates all classes, on parts of other packages. */
  public GuestAssembly(
      Store store,
      EventLog log,
      StoredJson json,
      GuestChangeListener changes,
      Planner planner,
      Clock clock) {
    boots = new BootStore(json);
    this.store = new GuestStore(json, boots);
    former = new FormerDeviceStore(this.store);
    unmanaged = new UnmanagedDevices(this.store, former);
    GuestPlanning planning = new GuestPlanning(this.store, former, log, clock, planner);
    guests = new Guests(store, this.store, planning, log, changes);
    files = new GuestFiles(store, guests, this.store, planner);
  }

  /** The part of guests in a restore. */
  public RestoreParticipant restore() {
    return new GuestsAfterRestore(store, former);
  }

  /** The unmanaged devices of guests. */
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

  /** The operations on guests. */
  public Guests guests() {
    return guests;
  }

  /** Creates or replans a guest. Returns the agent's token if the guest is new. */
  public Optional<String> put(String name, GuestSpec spec) {
    return guests.put(name, spec, Preconditions.NONE).agentToken();
  }

  /** All guests. */
  public List<Guest> all(Handle handle) {
    return store.after(handle, "", Integer.MAX_VALUE);
  }

  /** The ETag of a guest. */
  public static String tag(Guest guest) {
    return GuestEntityTags.guest(guest).toString();
  }

  /** The representation of a guest, as text. */
  public static String shown(Guest guest) {
    return GuestView.of(guest).toString();
  }

  /** The tree that the guest boots. */
  public DeviceTree tree(String name) {
    return files.deviceTree(name);
  }

  /** The digest of its plan. */
  public String digest(String name) {
    return guests.get(name).plan().digest();
  }
}
