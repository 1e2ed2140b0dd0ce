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
 * Allocates PCI host bridges. A bridge of the previous plan keeps its index; new bridges get free
 * indexes in the order of the spec.
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
        .orElseGet(() -> allocation.noneLeft(0));
  }

  private List<PlannedPciBridge> noneLeft(int available) {
    faults.add(
        ErrorCode.NO_BRIDGE,
        "The guest has %d bridges, but platform %s has only %d",
        spec.bridges().size(),
        platform.name(),
        available);
    return List.of();
  }

  private List<PlannedPciBridge> existing(NodePath path) {
    if (spec.bridges().size() > 1) {
      return noneLeft(1);
    }
    PciBridgeSpec bridge = spec.bridges().get(0);
    return List.of(planned(bridge, path, Optional.empty()));
  }

  private List<PlannedPciBridge> placed(PciBridgeLayout pci, Optional<Plan> previous) {
    if (spec.bridges().size() > pci.bridges()) {
      return noneLeft(pci.bridges());
    }
    Map<String, Integer> indexes = new HashMap<>();
    for (PciBridgeSpec bridge : spec.bridges()) {
      previous
          .flatMap(plan -> plan.bridge(bridge.name()))
          .flatMap(PlannedPciBridge::space)
          .map(PlannedPciBridge.Space::index)
          .filter(i -> i >= 0 && i < pci.bridges() && !indexes.containsValue(i))
          .ifPresent(i -> indexes.put(bridge.name(), i));
    }
    List<PlannedPciBridge> planned = new ArrayList<>();
    for (PciBridgeSpec bridge : spec.bridges()) {
      int index =
          indexes.computeIfAbsent(
              bridge.name(),
              name ->
                  IntStream.range(0, pci.bridges())
                      .filter(i -> !indexes.containsValue(i))
                      .findFirst()
                      .orElseThrow());
      planned.add(placed(bridge, pci, index));
    }
    return planned;
  }

  private PlannedPciBridge placed(PciBridgeSpec bridge, PciBridgeLayout pci, int index) {
    PciBridgeLayout.Piece configuration = pci.configuration().of(index);
    NodePath path =
        platform
            .node()
            .gatedParent()
            .child(pci.node() + "@" + Long.toHexString(configuration.base().value()));
    PlannedPciBridge.Space space =
        new PlannedPciBridge.Space(
            index,
            configuration,
            pci.memory().of(index),
            pci.prefetchable().of(index),
            pci.interrupts().first(index),
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
