package dev.okayd.guest.device;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.GuestChangeListener;
import dev.okayd.guest.planning.GuestEntityTags;
import dev.okayd.guest.planning.GuestPlanning;
import dev.okayd.guest.planning.GuestPlanningResult;
import dev.okayd.guest.planning.Guests;
import dev.okayd.http.EntityTag;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.http.Preconditions;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** What can be done with the devices of a guest, one at a time. */
@ApplicationScoped
public class GuestDevices {
  private final Store store;
  private final Guests guests;
  private final GuestPlanning planning;
  private final GuestChangeListener changes;
  private final Instance<LiveDeviceQuery> use;
  private final Planner planner;

  GuestDevices(
      Store store,
      Guests guests,
      GuestPlanning planning,
      GuestChangeListener changes,
      Instance<LiveDeviceQuery> use,
      Planner planner) {
    this.store = store;
    this.guests = guests;
    this.planning = planning;
    this.changes = changes;
    this.use = use;
    this.planner = planner;
  }

  /** Devices of a guest, by name. */
  public Page<PlannedSlot> page(Guest guest, PageRequest request, Predicate<PlannedSlot> wanted) {
    List<PlannedSlot> found =
        guest.plan().slots().stream()
            .filter(slot -> slot.device().compareTo(request.after()) > 0)
            .filter(wanted)
            .sorted(Comparator.comparing(PlannedSlot::device))
            .limit(request.queryLimit())
            .toList();
    return Page.of(request, found, PlannedSlot::device);
  }

  /** Gives a guest one device more. */
  public DeviceChange add(Handle handle, String name, DeviceSpec device, Preconditions conditions) {
    Guest before = require(handle, name, device.name(), conditions);
    refuseIfThere(before, device);
    return planned(handle, before, device, DeviceEdit.added(before, device));
  }

  /** What {@link #add} would come to, without doing it. */
  public DeviceChange previewAdd(String name, DeviceSpec device, Preconditions conditions) {
    return store.read(
        handle -> {
          Guest before = require(handle, name, device.name(), conditions);
          refuseIfThere(before, device);
          return previewed(handle, before, device, DeviceEdit.added(before, device));
        });
  }

  /** Adds a device, or gives the one of this name another spec. */
  public DeviceChange put(String name, DeviceSpec device, Preconditions conditions) {
    DeviceChange change =
        store.inTransaction(
            handle -> {
              Guest before = require(handle, name, device.name(), conditions);
              return planned(handle, before, device, edited(before, device));
            });
    changed(name);
    return change;
  }

  /** What {@link #put} would come to, without doing it. */
  public DeviceChange previewPut(String name, DeviceSpec device, Preconditions conditions) {
    return store.read(
        handle -> {
          Guest before = require(handle, name, device.name(), conditions);
          return previewed(handle, before, device, edited(before, device));
        });
  }

  /** Takes a device from a guest's spec. */
  public void delete(String name, String device, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          Guest before = require(handle, name, device, conditions);
          PlannedSlot slot = before.requireDevice(device);
          refuseIfLive(handle, before, device);
          refuseIfAwaited(before, device);
          GuestSpec spec = DeviceEdit.removed(before, slot, planner.platform(before.spec()));
          return planning.put(
              handle, planning.neighbourhood(handle), name, spec, Optional.of(before));
        });
    changed(name);
  }

  /** To be said when a change by {@link #add} is committed. */
  public void changed(String guest) {
    changes.guestChanged(guest);
  }

  /** A device has the version of its guest, but it need not be there when the guest is. */
  private Guest require(Handle handle, String name, String device, Preconditions conditions) {
    Guest guest = guests.require(handle, name);
    EntityTag ofDevice = GuestEntityTags.device(guest);
    conditions.requireIfMatch(List.of(ofDevice, GuestEntityTags.guest(guest)));
    conditions.requireIfNoneMatch(guest.plan().slotOf(device).map(slot -> ofDevice));
    return guest;
  }

  private static GuestSpec edited(Guest before, DeviceSpec device) {
    return before.plan().slotOf(device.name()).isPresent()
        ? DeviceEdit.replaced(before, device)
        : DeviceEdit.added(before, device);
  }

  private DeviceChange planned(Handle handle, Guest before, DeviceSpec device, GuestSpec spec) {
    GuestPlanningResult planned =
        planning.put(
            handle, planning.neighbourhood(handle), before.name(), spec, Optional.of(before));
    return new DeviceChange(before, planned.guest(), device.name());
  }

  private DeviceChange previewed(Handle handle, Guest before, DeviceSpec device, GuestSpec spec) {
    GuestPlanningResult planned =
        planning.preview(
            handle, planning.neighbourhood(handle), before.name(), spec, Optional.of(before));
    return new DeviceChange(before, planned.guest(), device.name());
  }

  private static void refuseIfThere(Guest guest, DeviceSpec device) {
    if (guest.plan().slotOf(device.name()).isPresent()) {
      throw new OkaydException(
          ErrorCode.DEVICE_EXISTS,
          "Guest \"%s\" has a device \"%s\" already; PUT gives it another spec"
              .formatted(guest.name(), device.name()));
    }
  }

  private void refuseIfLive(Handle handle, Guest guest, String device) {
    if (use.stream().anyMatch(some -> some.mayBeLive(handle, guest.name(), device))) {
      throw new OkaydException(
          ErrorCode.DEVICE_ATTACHED,
          "Device \"%s\" may be live in guest \"%s\"; DELETE its attachment, and wait until it is Detached"
              .formatted(device, guest.name()));
    }
  }

  private static void refuseIfAwaited(Guest guest, String device) {
    List<String> waiting =
        guest.spec().devices().stream()
            .filter(other -> other.after().contains(device))
            .map(DeviceSpec::name)
            .toList();
    if (!waiting.isEmpty()) {
      throw new OkaydException(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" is named in \"after\" of %s; take it out of there first"
              .formatted(device, String.join(", ", waiting)));
    }
  }
}
