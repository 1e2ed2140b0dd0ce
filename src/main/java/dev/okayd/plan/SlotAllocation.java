package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands out slots, those that nobody may change first: boot devices as the toolstack numbers them,
 * then pinned devices, then devices that had a slot in the plan so far, then new ones, then spares.
 * So a device more or less moves no other.
 */
final class SlotAllocation {
  private final GuestSpec spec;
  private final Platform platform;
  private final Optional<Plan> previous;
  private final List<Neighbour> neighbours;
  private final Faults faults;
  private final PinnedPlaces pins;
  private final ToolstackNumbering numbering;
  private final Map<String, Slot> byDevice = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private final ServedRanges servedRanges;
  private final Set<Integer> passedThrough;
  private final List<Integer> gatedCandidates;
  private final Set<Integer> gatedSoFar;

  private SlotAllocation(
      GuestSpec spec,
      Platform platform,
      Optional<Plan> previous,
      List<Neighbour> neighbours,
      Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.neighbours = neighbours;
    this.previous = previous.filter(plan -> plan.platform().equals(platform.name()));
    this.faults = faults;
    this.numbering = new ToolstackNumbering(spec, platform);
    this.servedRanges = new ServedRanges(spec);
    this.pins = new PinnedPlaces(platform, faults);
    this.passedThrough = Set.copyOf(spec.machineOrUnknown().passthroughInterrupts());
    this.gatedCandidates = gatedCandidates(platform, this.previous);
    this.gatedSoFar = this.previous.map(Plan::gatedIndexes).orElse(Set.of());
  }

  /** Hands out slots to devices; what cannot be is a fault, and such a device has none. */
  static SlotAllocation of(
      GuestSpec spec,
      Platform platform,
      Optional<Plan> previous,
      List<Neighbour> neighbours,
      Faults faults) {
    SlotAllocation allocation = new SlotAllocation(spec, platform, previous, neighbours, faults);
    int slots = platform.window().slots();
    if (spec.devices().stream().filter(allocation::needsSlotOfWindow).count() > slots) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "The guest has %d devices, platform %s has %d slots",
          spec.devices().size(),
          platform.name(),
          slots);
      return allocation;
    }
    allocation.numberedByToolstack();
    allocation.pinned();
    allocation.kept();
    allocation.added();
    return allocation;
  }

  /** A pin may be elsewhere, but not that of a device that the toolstack puts into a slot. */
  private boolean needsSlotOfWindow(DeviceSpec device) {
    return device.pin().isEmpty() || numbering.includes(device);
  }

  private void numberedByToolstack() {
    Iterator<Integer> order = platform.bootSlots().iterator();
    for (DeviceSpec device : numbering.order()) {
      int index = order.next();
      Slot slot = platform.slot(index, device.kind());
      give(device, slot);
      device
          .pin()
          .filter(pin -> !pins.placeOf(device, pin).equals(Optional.of(slot)))
          .ifPresent(
              pin ->
                  faults.add(
                      ErrorCode.SLOT_NOT_THE_TOOLSTACKS,
                      "Device \"%s\" is pinned to another slot than %d, which the toolstack of platform %s gives it; change the order of the devices",
                      device.name(),
                      index,
                      platform.name()));
    }
  }

  private void pinned() {
    for (DeviceSpec device : spec.devices()) {
      if (!numbering.includes(device)) {
        device
            .pin()
            .flatMap(pin -> pins.placeOf(device, pin))
            .ifPresent(slot -> give(device, slot));
      }
    }
  }

  private void kept() {
    for (DeviceSpec device : withoutSlot()) {
      slotSoFar(device)
          .flatMap(Slot::index)
          .ifPresent(
              index -> {
                if (isFreeFor(device, index)) {
                  give(device, platform.slot(index, device.kind()));
                } else if (index < served(device)) {
                  faults.add(
                      ErrorCode.DEVICE_WOULD_MOVE,
                      "Device \"%s\" has slot %d, which another device would get now; pin one of them to another slot, or plan afresh",
                      device.name(),
                      index);
                }
              });
    }
  }

  /** What a device has in the plan so far, if the platform still has it there. */
  private Optional<Slot> slotSoFar(DeviceSpec device) {
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

  private void added() {
    for (DeviceSpec device : withoutSlot()) {
      List<Slot> occupied = NeighbourCheck.occupied(spec, device.backend(), platform, neighbours);
      candidates(device.kind()).stream()
          .filter(index -> isFreeFor(device, index) && hasInterrupt(index))
          .filter(index -> isClearOf(occupied, platform.slot(index, device.kind())))
          .findFirst()
          .ifPresentOrElse(
              index -> give(device, platform.slot(index, device.kind())),
              () ->
                  faults.add(
                      ErrorCode.NO_FREE_SLOT,
                      "No slot of platform %s is left for device \"%s\": of its %d slots, %d are given away, %d have an interrupt that is passed through, and backend \"%s\" serves 0 to %d%s",
                      platform.name(),
                      device.name(),
                      platform.window().slots(),
                      taken.size(),
                      candidates(device.kind()).stream().filter(i -> !hasInterrupt(i)).count(),
                      device.backend(),
                      served(device) - 1,
                      occupied.isEmpty()
                          ? ""
                          : "; %d of these are in other guests of the backend, which identifies a guest by the base alone"
                              .formatted(
                                  candidates(device.kind()).stream()
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

  private List<DeviceSpec> withoutSlot() {
    return spec.devices().stream()
        .filter(device -> device.pin().isEmpty() && !byDevice.containsKey(device.name()))
        .toList();
  }

  /** Spares of the plan so far first: they are disabled in the tree that the guest has booted. */
  private static List<Integer> gatedCandidates(Platform platform, Optional<Plan> previous) {
    Set<Integer> spares =
        previous.stream()
            .flatMap(plan -> plan.spares().stream())
            .flatMap(spare -> spare.index().stream())
            .collect(Collectors.toSet());
    return platform.gatedSlots().stream()
        .sorted(Comparator.comparing(index -> !spares.contains(index)))
        .toList();
  }

  private List<Integer> candidates(SlotKind kind) {
    return switch (kind) {
      case BOOT -> platform.bootSlots();
      case GATED, REBIND -> gatedCandidates;
    };
  }

  private boolean isFreeFor(DeviceSpec device, int index) {
    return index >= 0
        && index < served(device)
        && !taken.contains(index)
        && servedRanges.hasRoomFor(device, platform.slot(index, device.kind()));
  }

  /** Whether the interrupt of a slot is one that the guest does not have from the host. */
  private boolean hasInterrupt(int index) {
    return !passedThrough.contains(platform.interrupts().first().orElseThrow() + index);
  }

  private int served(DeviceSpec device) {
    return platform.window().served(spec.backend(device.backend()).daemon());
  }

  private void give(DeviceSpec device, Slot slot) {
    byDevice.put(device.name(), slot);
    servedRanges.add(device, slot);
    slot.index().ifPresent(taken::add);
    slot.index()
        .filter(index -> index >= served(device))
        .filter(index -> spec.backend(device.backend()).daemon().isPresent())
        .ifPresent(
            index ->
                faults.add(
                    ErrorCode.SLOT_NOT_SERVED,
                    "Device \"%s\" has slot %d, but %s of backend \"%s\" serves 0 to %d",
                    device.name(),
                    index,
                    spec.backend(device.backend()).daemon().orElseThrow(),
                    device.backend(),
                    served(device) - 1));
  }

  /** The devices that have a slot, in the order of the spec. */
  List<PlannedSlot> planned(GrantPlan grants) {
    List<PlannedSlot> planned = new ArrayList<>();
    for (DeviceSpec device : spec.devices()) {
      Optional.ofNullable(byDevice.get(device.name()))
          .ifPresent(slot -> planned.add(planned(device, slot, grants)));
    }
    return planned;
  }

  private PlannedSlot planned(DeviceSpec device, Slot slot, GrantPlan grants) {
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
   * Slots in store, in the order of their addresses. Those that are disabled in the tree so far
   * come first, so that the slot of a device that is gone becomes one and the tree stays.
   */
  List<Slot> spares() {
    if (platform.toolstackNumbersAllSlots() && !spec.spareSlots().equals(Spare.NONE)) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "Platform %s has nodes for devices alone, so there are no spare slots; leave spare out",
          platform.name());
      return List.of();
    }
    List<Integer> free =
        candidates(SlotKind.GATED).stream()
            .filter(index -> !taken.contains(index) && hasInterrupt(index))
            .filter(index -> servedRanges.hasRoomFor(platform.slot(index, SlotKind.GATED)))
            .sorted(
                Comparator.comparing((Integer index) -> !gatedSoFar.contains(index))
                    .thenComparing(index -> index >= servedByAll()))
            .toList();
    Optional<Integer> wanted = spec.spareSlots().count();
    if (wanted.filter(count -> count > free.size()).isPresent()) {
      faults.add(
          ErrorCode.NO_FREE_SLOT,
          "The spec wants %d spare slots, platform %s has %d left",
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

  private int servedByAll() {
    return platform.window().served(Optional.empty());
  }
}
