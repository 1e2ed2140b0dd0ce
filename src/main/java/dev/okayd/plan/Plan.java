package dev.okayd.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.document.Names;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A guest's table of slots. A plan is immutable. The guest's tree carries the digest of the plan,
 * so a plan with another digest requires a reboot of the guest.
 *
 * @param digest SHA-256 of every part of the plan that appears in the guest's tree, in hexadecimal;
 *     see {@code PlanDigest}
 * @param platform name of the platform
 * @param baseTree SHA-256 of the base tree that the plan was checked against
 * @param slots one per device, in the order of the spec
 * @param spares spare slots, by ascending address
 * @param bridges PCI host bridges, in the order of the spec
 * @param grantDma the node to which devices with grants refer
 */
public record Plan(
    String digest,
    String platform,
    Optional<String> baseTree,
    List<PlannedSlot> slots,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Slot> spares,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PlannedPciBridge> bridges,
    Optional<GrantDmaNode> grantDma) {

  public Plan {
    slots = List.copyOf(slots);
    spares = List.copyOf(spares);
    bridges = List.copyOf(bridges);
    // plans are also read from files, and these names become file names
    slots.forEach(planned -> requireNames(planned.device(), planned.backend()));
    bridges.forEach(bridge -> requireNames(bridge.bridge(), bridge.backend()));
    if (spares.stream().anyMatch(spare -> spare.index().isEmpty())) {
      throw new IllegalArgumentException("A spare slot has no index");
    }
  }

  private static void requireNames(String... names) {
    for (String name : names) {
      if (!Names.isName(name)) {
        throw new IllegalArgumentException(Names.complaint("device, bridge or backend", name));
      }
    }
  }

  /** The slot of a device. */
  public Optional<PlannedSlot> slotOf(String device) {
    return slots.stream().filter(slot -> slot.device().equals(device)).findFirst();
  }

  /** The bridge with a name. */
  public Optional<PlannedPciBridge> bridge(String name) {
    return bridges.stream().filter(bridge -> bridge.bridge().equals(name)).findFirst();
  }

  /** Indexes of the slots whose nodes are disabled in the boot tree. */
  public Set<Integer> gatedIndexes() {
    return Stream.concat(
            spares.stream(),
            slots.stream()
                .filter(planned -> planned.slotKind() == SlotKind.GATED)
                .map(PlannedSlot::slot))
        .flatMap(slot -> slot.index().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Every node that an overlay enables: gated devices, spare slots, bridges. */
  public List<Gate> gates() {
    List<Gate> gates = new ArrayList<>();
    for (PlannedSlot planned : slots) {
      if (planned.slotKind() == SlotKind.GATED) {
        gates.add(new Gate(planned.device(), planned.slot().path(), planned.bindsLate()));
      }
    }
    for (Slot spare : spares) {
      gates.add(new Gate("spare-" + spare.index().orElseThrow(), spare.path(), false));
    }
    for (PlannedPciBridge bridge : bridges) {
      boolean late = bridge.grants().filter(Grants::bindsLate).isPresent();
      gates.add(new Gate(bridge.bridge(), bridge.path(), late));
    }
    return gates;
  }

  /** The gate with a name. */
  public Optional<Gate> gate(String name) {
    return gates().stream().filter(gate -> gate.name().equals(name)).findFirst();
  }
}
