package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.PciStyle;
import dev.okayd.platform.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hands out PCI host bridges: to those that had one in the plan so far the same one, then to new
 * ones in their order.
 */
final class BridgeAllocation {
  private final GuestSpec spec;
  private final Platform platform;
  private final GrantPlan grants;
  private final Faults faults;

  private BridgeAllocation(GuestSpec spec, Platform platform, GrantPlan grants, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.grants = grants;
    this.faults = faults;
  }

  static List<PlannedBridge> of(
      GuestSpec spec, Platform platform, Optional<Plan> previous, GrantPlan grants, Faults faults) {
    BridgeAllocation allocation = new BridgeAllocation(spec, platform, grants, faults);
    if (spec.bridges().isEmpty()) {
      return List.of();
    }
    if (platform.existingBridge().isPresent()) {
      return allocation.existing(platform.existingBridge().get());
    }
    return platform
        .pci()
        .map(pci -> allocation.placed(pci, previous))
        .orElseGet(() -> allocation.none(0));
  }

  private List<PlannedBridge> none(int most) {
    faults.add(
        ErrorCode.NO_BRIDGE,
        "The guest has %d bridges, platform %s has %d",
        spec.bridges().size(),
        platform.name(),
        most);
    return List.of();
  }

  private List<PlannedBridge> existing(NodePath path) {
    if (spec.bridges().size() > 1) {
      return none(1);
    }
    BridgeSpec bridge = spec.bridges().get(0);
    return List.of(planned(bridge, path, Optional.empty()));
  }

  private List<PlannedBridge> placed(PciStyle pci, Optional<Plan> previous) {
    if (spec.bridges().size() > pci.bridges()) {
      return none(pci.bridges());
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (BridgeSpec bridge : spec.bridges()) {
      previous
          .flatMap(plan -> plan.bridge(bridge.name()))
          .flatMap(PlannedBridge::space)
          .map(PlannedBridge.Space::index)
          .filter(index -> index >= 0 && index < pci.bridges() && !numbers.containsValue(index))
          .ifPresent(index -> numbers.put(bridge.name(), index));
    }
    List<PlannedBridge> planned = new ArrayList<>();
    for (BridgeSpec bridge : spec.bridges()) {
      int number =
          numbers.computeIfAbsent(
              bridge.name(),
              name ->
                  IntStream.range(0, pci.bridges())
                      .filter(index -> !numbers.containsValue(index))
                      .findFirst()
                      .orElseThrow());
      planned.add(placed(bridge, pci, number));
    }
    return planned;
  }

  private PlannedBridge placed(BridgeSpec bridge, PciStyle pci, int number) {
    PciStyle.Piece configuration = pci.configuration().of(number);
    NodePath path =
        platform
            .node()
            .gatedParent()
            .child(pci.node() + "@" + Long.toHexString(configuration.base().value()));
    PlannedBridge.Space space =
        new PlannedBridge.Space(
            number,
            configuration,
            pci.memory().of(number),
            pci.prefetchable().of(number),
            pci.interrupts().first(number),
            pci.interrupts().each(),
            pci.interrupts().flags());
    return planned(bridge, path, Optional.of(space));
  }

  private PlannedBridge planned(
      BridgeSpec bridge, NodePath path, Optional<PlannedBridge.Space> space) {
    return new PlannedBridge(
        bridge.name(), bridge.backend(), path, space, grants.of(bridge), bridge.functions());
  }
}
