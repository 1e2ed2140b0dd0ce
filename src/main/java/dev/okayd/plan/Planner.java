package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platforms;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every device of a spec a slot. The same spec, platform and base tree always give the same
 * plan: boot devices get slots as the toolstack would hand them out, gated ones get them from the
 * other end.
 */
public final class Planner {
  /** A guest of more devices than any platform has slots for is a mistake; this bounds the work. */
  private static final int MAX_DEVICES = 1024;

  private final Platforms platforms;

  /** A planner for these platforms. */
  public Planner(Platforms platforms) {
    this.platforms = platforms;
  }

  /**
   * Plans a guest.
   *
   * @param baseTree the guest's base tree, if it is known already; the plan is then checked against
   *     it
   * @throws OkaydException with all that is wrong with the spec, or with the spec and the tree
   *     together
   */
  public Plan plan(GuestSpec spec, Optional<BaseTree> baseTree) {
    Platform platform = platform(spec);
    refuseIfAny(faults(spec));
    List<PlannedSlot> slots = allocate(spec, platform);
    baseTree.ifPresent(tree -> refuseIfAny(BaseTreeCheck.faults(slots, platform, tree.tree())));
    return Plan.of(platform.name(), baseTree.map(BaseTree::sha256), slots);
  }

  /**
   * The platform that a spec names.
   *
   * @throws OkaydException {@code unknown-platform}
   */
  public Platform platform(GuestSpec spec) {
    return platforms
        .find(spec.platform())
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.UNKNOWN_PLATFORM,
                    "There is no platform \"%s\"; known are %s"
                        .formatted(spec.platform(), String.join(", ", platforms.names()))));
  }

  private static void refuseIfAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new OkaydException(faults);
    }
  }

  private static List<Fault> faults(GuestSpec spec) {
    if (spec.devices().size() > MAX_DEVICES) {
      return List.of(
          new Fault(
              ErrorCode.INVALID_SPEC,
              "The spec has %d devices, %d are the most"
                  .formatted(spec.devices().size(), MAX_DEVICES)));
    }
    List<Fault> faults = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DeviceSpec device : spec.devices()) {
      if (!Names.isName(device.name())) {
        faults.add(new Fault(ErrorCode.INVALID_SPEC, Names.complaint("device", device.name())));
      }
      if (!Names.isName(device.backend())) {
        faults.add(new Fault(ErrorCode.INVALID_SPEC, Names.complaint("backend", device.backend())));
      }
      if (!names.add(device.name())) {
        faults.add(
            new Fault(
                ErrorCode.DUPLICATE_DEVICE,
                "Two devices are named \"%s\"; give each a name of its own"
                    .formatted(device.name())));
      }
    }
    return faults;
  }

  private static List<PlannedSlot> allocate(GuestSpec spec, Platform platform) {
    int slots = platform.window().slots();
    if (spec.devices().size() > slots) {
      throw new OkaydException(
          ErrorCode.NO_FREE_SLOT,
          "The guest has %d devices, platform %s has %d slots"
              .formatted(spec.devices().size(), platform.name(), slots));
    }
    List<PlannedSlot> allocated = new ArrayList<>();
    Iterator<Integer> boot = platform.bootSlots().iterator();
    Iterator<Integer> gated = platform.gatedSlots().iterator();
    for (DeviceSpec device : inToolstackOrder(spec, platform)) {
      int index =
          switch (device.kind()) {
            case BOOT -> boot.next();
            case GATED -> gated.next();
          };
      allocated.add(planned(device, index, platform));
    }
    List<String> order = spec.devices().stream().map(DeviceSpec::name).toList();
    allocated.sort(Comparator.comparing(planned -> order.indexOf(planned.device())));
    return allocated;
  }

  private static List<DeviceSpec> inToolstackOrder(GuestSpec spec, Platform platform) {
    if (!platform.disksFirst()) {
      return spec.devices();
    }
    Comparator<DeviceSpec> disksFirst =
        Comparator.comparing(
            device -> device.kind() != SlotKind.BOOT || device.type() != DeviceType.BLK);
    return spec.devices().stream().sorted(disksFirst).toList();
  }

  private static PlannedSlot planned(DeviceSpec device, int index, Platform platform) {
    var slot = platform.slot(index, device.kind());
    return new PlannedSlot(
        device.name(),
        device.type(),
        device.backend(),
        device.kind(),
        slot,
        platform.transport(slot));
  }
}
