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

/** Operations on single devices of a guest. */
@ApplicationScoped
public class GuestDevices {
  private final Store store;
  private final Guests guests;
  private final GuestPlanning planning;
  private final GuestChangeListener changes;
  private final Instance<LiveDeviceQuery> liveDevices;
  private final Planner planner;

  GuestDevices(
      Store store,
      Guests guests,
      GuestPlanning planning,
      GuestChangeListener changes,
      Instance<LiveDeviceQuery> liveDevices,
      Planner planner) {
    this.store = store;
    this.guests = guests;
    this.planning = planning;
    this.changes = changes;
    this.liveDevices = liveDevices;
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

  /** Adds a device to a guest. */
  public DeviceChange add(Handle handle, String name, DeviceSpec device, Preconditions conditions) {
    Guest before = require(handle, name, device.name(), conditions);
    refuseIfPresent(before, device);
    return planned(handle, before, device, DeviceEdit.added(before, device));
  }

  /** What {@link #add} would return, without a change. */
  public DeviceChange previewAdd(String name, DeviceSpec device, Preconditions conditions) {
    return store.read(
        handle -> {
          Guest before = require(handle, name, device.name(), conditions);
          refuseIfPresent(before, device);
          return previewed(handle, before, device, DeviceEdit.added(before, device));
        });
  }

  /** Adds a device, or replaces the spec of the device with the same name. */
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

  /** What {@link #put} would return, without a change. */
  public DeviceChange previewPut(String name, DeviceSpec device, Preconditions conditions) {
    return store.read(
        handle -> {
          Guest before = require(handle, name, device.name(), conditions);
          return previewed(handle, before, device, edited(before, device));
        });
  }

  /** Removes a device from a guest's spec. */
  public void delete(String name, String device, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          Guest before = require(handle, name, device, conditions);
          PlannedSlot slot = before.requireDevice(device);
          refuseIfLive(handle, before, device);
          refuseIfRequired(before, device);
          GuestSpec spec = DeviceEdit.removed(before, slot, planner.platform(before.spec()));
          return planning.put(handle, planning.otherPlans(handle), name, spec, Optional.of(before));
        });
    changed(name);
  }

  /** Notifies the listener of a change by {@link #add}. Call it after the commit. */
  public void changed(String guest) {
    changes.guestChanged(guest);
  }

  /** A device has the version of its guest, but the guest may exist without the device. */
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
        planning.put(handle, planning.otherPlans(handle), before.name(), spec, Optional.of(before));
    return new DeviceChange(before, planned.guest(), device.name());
  }

  private DeviceChange previewed(Handle handle, Guest before, DeviceSpec device, GuestSpec spec) {
    GuestPlanningResult planned =
        planning.preview(
            handle, planning.otherPlans(handle), before.name(), spec, Optional.of(before));
    return new DeviceChange(before, planned.guest(), device.name());
  }

  private static void refuseIfPresent(Guest guest, DeviceSpec device) {
    if (guest.plan().slotOf(device.name()).isPresent()) {
      throw new OkaydException(
          ErrorCode.DEVICE_EXISTS,
          "Guest \"%s\" already has a device \"%s\"; use PUT to replace its spec"
              .formatted(guest.name(), device.name()));
    }
  }

  private void refuseIfLive(Handle handle, Guest guest, String device) {
    if (liveDevices.stream().anyMatch(query -> query.mayBeLive(handle, guest.name(), device))) {
      throw new OkaydException(
          ErrorCode.DEVICE_ATTACHED,
          "Device \"%s\" may be live in guest \"%s\"; DELETE its attachment, and wait until it is Detached"
              .formatted(device, guest.name()));
    }
  }

  private static void refuseIfRequired(Guest guest, String device) {
    List<String> waiting =
        guest.spec().devices().stream()
            .filter(other -> other.after().contains(device))
            .map(DeviceSpec::name)
            .toList();
    if (!waiting.isEmpty()) {
      throw new OkaydException(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" is named in \"after\" of %s; remove it from there first"
              .formatted(device, String.join(", ", waiting)));
    }
  }
}
