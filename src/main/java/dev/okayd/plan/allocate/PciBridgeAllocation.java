package dev.okayd.plan.allocate;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.NodePath;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.platform.PciBridgeLayout;
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
public final class PciBridgeAllocation {
  private final GuestSpec spec;
  private final Platform platform;
  private final GrantAllocation grants;
  private final Faults faults;

  private PciBridgeAllocation(
      GuestSpec spec, Platform platform, GrantAllocation grants, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.grants = grants;
    this.faults = faults;
  }

  public static List<PlannedPciBridge> of(
      GuestSpec spec,
      Platform platform,
      Optional<Plan> previous,
      GrantAllocation grants,
      Faults faults) {
    PciBridgeAllocation allocation = new PciBridgeAllocation(spec, platform, grants, faults);
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

  private List<PlannedPciBridge> none(int most) {
    faults.add(
        ErrorCode.NO_BRIDGE,
        "The guest has %d bridges, platform %s has %d",
        spec.bridges().size(),
        platform.name(),
        most);
    return List.of();
  }

  private List<PlannedPciBridge> existing(NodePath path) {
    if (spec.bridges().size() > 1) {
      return none(1);
    }
    PciBridgeSpec bridge = spec.bridges().get(0);
    return List.of(planned(bridge, path, Optional.empty()));
  }

  private List<PlannedPciBridge> placed(PciBridgeLayout pci, Optional<Plan> previous) {
    if (spec.bridges().size() > pci.bridges()) {
      return none(pci.bridges());
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (PciBridgeSpec bridge : spec.bridges()) {
      previous
          .flatMap(plan -> plan.bridge(bridge.name()))
          .flatMap(PlannedPciBridge::space)
          .map(PlannedPciBridge.Space::index)
          .filter(index -> index >= 0 && index < pci.bridges() && !numbers.containsValue(index))
          .ifPresent(index -> numbers.put(bridge.name(), index));
    }
    List<PlannedPciBridge> planned = new ArrayList<>();
    for (PciBridgeSpec bridge : spec.bridges()) {
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

  private PlannedPciBridge placed(PciBridgeSpec bridge, PciBridgeLayout pci, int number) {
    PciBridgeLayout.Piece configuration = pci.configuration().of(number);
    NodePath path =
        platform
            .node()
            .gatedParent()
            .child(pci.node() + "@" + Long.toHexString(configuration.base().value()));
    PlannedPciBridge.Space space =
        new PlannedPciBridge.Space(
            number,
            configuration,
            pci.memory().of(number),
            pci.prefetchable().of(number),
            pci.interrupts().first(number),
            pci.interrupts().each(),
            pci.interrupts().flags());
    return planned(bridge, path, Optional.of(space));
  }

  private PlannedPciBridge planned(
      PciBridgeSpec bridge, NodePath path, Optional<PlannedPciBridge.Space> space) {
    return new PlannedPciBridge(
        bridge.name(), bridge.backend(), path, space, grants.of(bridge), bridge.functions());
  }
}
