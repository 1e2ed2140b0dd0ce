package dev.okayd.plan.allocate;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.check.NeighbourCheck;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.SpareSlots;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Allocates slots. The least flexible devices come first: devices that the toolstack numbers,
 * pinned devices, devices of the previous plan, new devices, and at last spare slots. So adding or
 * removing a device moves no other device.
 */
public final class SlotAllocation {
  private final GuestSpec spec;
  private final Platform platform;
  private final Optional<Plan> previous;
  private final List<GuestPlan> neighbours;
  private final Faults faults;
  private final PinnedSlots pins;
  private final ToolstackNumbering numbering;
  private final Map<String, Slot> byDevice = new HashMap<>();
  private final Set<Integer> assigned = new HashSet<>();
  private final ServedAddressRanges servedRanges;
  private final SlotCandidates candidates;

  private SlotAllocation(
      GuestSpec spec,
      Platform platform,
      Optional<Plan> previous,
      List<GuestPlan> neighbours,
      Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.neighbours = neighbours;
    this.previous = previous.filter(plan -> plan.platform().equals(platform.name()));
    this.faults = faults;
    this.numbering = new ToolstackNumbering(spec, platform);
    this.servedRanges = new ServedAddressRanges(spec);
    this.pins = new PinnedSlots(platform, faults);
    this.candidates = new SlotCandidates(spec, platform, this.previous);
  }

  /**
   * Allocates slots for all devices. A device without a possible slot gets none; the fault is
   * recorded.
   */
  public static SlotAllocation of(
      GuestSpec spec,
      Platform platform,
      Optional<Plan> previous,
      List<GuestPlan> neighbours,
      Faults faults) {
    SlotAllocation allocation = new SlotAllocation(spec, platform, previous, neighbours, faults);
    int slots = platform.window().slots();
    if (spec.devices().stream().filter(allocation::needsSlotOfWindow).count() > slots) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "The guest has %d devices, but platform %s has only %d slots",
          spec.devices().size(),
          platform.name(),
          slots);
      return allocation;
    }
    allocation.assignAsToolstackNumbers();
    allocation.assignPinned();
    allocation.assignPrevious();
    allocation.assignNew();
    return allocation;
  }

  /** A pin may be outside of the window, unless the toolstack numbers the device. */
  private boolean needsSlotOfWindow(DeviceSpec device) {
    return device.pin().isEmpty() || numbering.includes(device);
  }

  private void assignAsToolstackNumbers() {
    Iterator<Integer> order = platform.bootSlots().iterator();
    for (DeviceSpec device : numbering.order()) {
      int index = order.next();
      Slot slot = platform.slot(index, device.kind());
      assign(device, slot);
      device
          .pin()
          .filter(pin -> !pins.slotOf(device, pin).equals(Optional.of(slot)))
          .ifPresent(
              pin ->
                  faults.add(
                      ErrorCode.SLOT_NOT_THE_TOOLSTACKS,
                      "Device \"%s\" is pinned to another slot than slot %d, which the toolstack of platform %s assigns to it; change the order of the devices",
                      device.name(),
                      index,
                      platform.name()));
    }
  }

  private void assignPinned() {
    for (DeviceSpec device : spec.devices()) {
      if (!numbering.includes(device)) {
        device
            .pin()
            .flatMap(pin -> pins.slotOf(device, pin))
            .ifPresent(slot -> assign(device, slot));
      }
    }
  }

  private void assignPrevious() {
    for (DeviceSpec device : unassigned()) {
      previousSlot(device)
          .flatMap(Slot::index)
          .ifPresent(
              index -> {
                if (isFreeFor(device, index)) {
                  assign(device, platform.slot(index, device.kind()));
                } else if (index < candidates.served(device)) {
                  faults.add(
                      ErrorCode.DEVICE_WOULD_MOVE,
                      "Device \"%s\" has slot %d, which another device would get now; pin one of them to another slot, or plan without the previous plan",
                      device.name(),
                      index);
                }
              });
    }
  }

  /** The slot of a device in the previous plan, if the platform still has this slot. */
  private Optional<Slot> previousSlot(DeviceSpec device) {
    return previous
        .flatMap(plan -> plan.slotOf(device.name()))
        .filter(before -> before.slotKind() == device.kind())
        .map(PlannedSlot::slot)
        .filter(
            slot ->
                slot.index()
                    .filter(index -> index >= 0 && index < platform.window().slots())
                    .filter(index -> slot.equals(platform.slot(index, device.kind())))
                    .isPresent());
  }

  private void assignNew() {
    for (DeviceSpec device : unassigned()) {
      List<Slot> occupied = NeighbourCheck.occupied(spec, device.backend(), platform, neighbours);
      candidates.of(device.kind()).stream()
          .filter(index -> isFreeFor(device, index) && candidates.hasFreeInterrupt(index))
          .filter(index -> isClearOf(occupied, platform.slot(index, device.kind())))
          .findFirst()
          .ifPresentOrElse(
              index -> assign(device, platform.slot(index, device.kind())),
              () ->
                  faults.add(
                      ErrorCode.NO_FREE_SLOT,
                      "No slot of platform %s is left for device \"%s\": of %d slots, %d are in use, %d have a passed-through interrupt, and backend \"%s\" serves slots 0 to %d%s",
                      platform.name(),
                      device.name(),
                      platform.window().slots(),
                      assigned.size(),
                      candidates.of(device.kind()).stream()
                          .filter(i -> !candidates.hasFreeInterrupt(i))
                          .count(),
                      device.backend(),
                      candidates.served(device) - 1,
                      occupied.isEmpty()
                          ? ""
                          : "; %d of these are in use in other guests of the backend, which identifies a guest by the base alone"
                              .formatted(
                                  candidates.of(device.kind()).stream()
                                      .filter(
                                          index ->
                                              !isClearOf(
                                                  occupied, platform.slot(index, device.kind())))
                                      .count())));
    }
  }

  private static boolean isClearOf(List<Slot> occupied, Slot slot) {
    return occupied.stream().noneMatch(other -> NeighbourCheck.overlap(slot, other));
  }

  private List<DeviceSpec> unassigned() {
    return spec.devices().stream()
        .filter(device -> device.pin().isEmpty() && !byDevice.containsKey(device.name()))
        .toList();
  }

  private boolean isFreeFor(DeviceSpec device, int index) {
    return index >= 0
        && index < candidates.served(device)
        && !assigned.contains(index)
        && servedRanges.hasRoomFor(device, platform.slot(index, device.kind()));
  }

  private void assign(DeviceSpec device, Slot slot) {
    byDevice.put(device.name(), slot);
    servedRanges.add(device, slot);
    slot.index().ifPresent(assigned::add);
    slot.index()
        .filter(index -> index >= candidates.served(device))
        .filter(index -> spec.backend(device.backend()).daemon().isPresent())
        .ifPresent(
            index ->
                faults.add(
                    ErrorCode.SLOT_NOT_SERVED,
                    "Device \"%s\" has slot %d, but %s of backend \"%s\" serves slots 0 to %d",
                    device.name(),
                    index,
                    spec.backend(device.backend()).daemon().orElseThrow(),
                    device.backend(),
                    candidates.served(device) - 1));
  }

  /** The devices that have a slot, in the order of the spec. */
  public List<PlannedSlot> planned(GrantAllocation grants) {
    List<PlannedSlot> planned = new ArrayList<>();
    for (DeviceSpec device : spec.devices()) {
      Optional.ofNullable(byDevice.get(device.name()))
          .ifPresent(slot -> planned.add(planned(device, slot, grants)));
    }
    return planned;
  }

  private PlannedSlot planned(DeviceSpec device, Slot slot, GrantAllocation grants) {
    return new PlannedSlot(
        device.name(),
        device.type(),
        device.virtioId(),
        device.backend(),
        device.kind(),
        slot,
        platform.transport(slot),
        grants.of(device));
  }

  /**
   * The spare slots, by ascending address. Slots that were gated in the previous plan are
   * preferred: the slot of a removed device becomes a spare slot, and the tree does not change.
   */
  public List<Slot> spares() {
    if (platform.toolstackNumbersAllSlots() && !spec.spareSlots().equals(SpareSlots.NONE)) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "Platform %s has nodes only for devices, so there are no spare slots; leave spare out",
          platform.name());
      return List.of();
    }
    List<Integer> free =
        candidates.of(SlotKind.GATED).stream()
            .filter(index -> !assigned.contains(index) && candidates.hasFreeInterrupt(index))
            .filter(index -> servedRanges.hasRoomFor(platform.slot(index, SlotKind.GATED)))
            .sorted(candidates.spareOrder())
            .toList();
    Optional<Integer> wanted = spec.spareSlots().count();
    if (wanted.filter(count -> count > free.size()).isPresent()) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "The spec asks for %d spare slots, but platform %s has only %d left",
          wanted.get(),
          platform.name(),
          free.size());
      return List.of();
    }
    List<Slot> spares = new ArrayList<>();
    free.stream()
        .limit(wanted.orElse(free.size()))
        .sorted()
        .forEach(index -> spares.add(platform.slot(index, SlotKind.GATED)));
    return spares;
  }
}
