package dev.okayd.plan.allocate;

import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The slots of a platform that devices and spare slots can get, in order of preference. */
final class SlotCandidates {
  private final GuestSpec spec;
  private final Platform platform;
  private final Set<Integer> passedThrough;
  private final List<Integer> gated;
  private final Set<Integer> previouslyGated;

  /**
   * The candidates for a guest.
   *
   * @param previous plan of the guest on the same platform
   */
  SlotCandidates(GuestSpec spec, Platform platform, Optional<Plan> previous) {
    this.spec = spec;
    this.platform = platform;
    this.passedThrough = Set.copyOf(spec.machineOrUnknown().passthroughInterrupts());
    this.gated = gated(platform, previous);
    this.previouslyGated = previous.map(Plan::gatedIndexes).orElse(Set.of());
  }

  /** Spare slots of the previous plan first: the booted tree has their nodes, disabled. */
  private static List<Integer> gated(Platform platform, Optional<Plan> previous) {
    Set<Integer> spares =
        previous.stream()
            .flatMap(plan -> plan.spares().stream())
            .flatMap(spare -> spare.index().stream())
            .collect(Collectors.toSet());
    return platform.gatedSlots().stream()
        .sorted(Comparator.comparing(index -> !spares.contains(index)))
        .toList();
  }

  /** Slot indexes for a kind of slot, the preferred index first. */
  List<Integer> of(SlotKind kind) {
    return switch (kind) {
      case BOOT -> platform.bootSlots();
      case GATED, REBIND -> gated;
    };
  }

  /** Slots that were gated in the previous plan first, then slots that every daemon serves. */
  Comparator<Integer> spareOrder() {
    int servedByAll = platform.window().served(Optional.empty());
    return Comparator.comparing((Integer index) -> !previouslyGated.contains(index))
        .thenComparing(index -> index >= servedByAll);
  }

  /** Whether the interrupt of a slot is not passed through from the host. */
  boolean hasFreeInterrupt(int index) {
    return !passedThrough.contains(platform.interrupts().first().orElseThrow() + index);
  }

  /** The number of slots, starting with slot 0, that the backend of a device serves. */
  int served(DeviceSpec device) {
    return platform.window().served(spec.backend(device.backend()).daemon());
  }
}
