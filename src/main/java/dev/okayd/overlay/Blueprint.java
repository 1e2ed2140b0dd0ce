package dev.okayd.overlay;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.TakenInterrupt;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan with all that it was made from and all that can be said of it before the guest boots.
 *
 * @param spec what the user wants
 * @param plan what came of it
 * @param platform of the guest, with its slots in their place
 * @param tree that the guest boots; empty while a complete tree has no base tree
 * @param headroom what is left
 * @param warnings what is worth a second look
 */
public record Blueprint(
    GuestSpec spec,
    Plan plan,
    Platform platform,
    Optional<DeviceTree> tree,
    Headroom headroom,
    List<String> warnings) {

  public Blueprint {
    warnings = List.copyOf(warnings);
  }

  /**
   * Plans a guest and makes its tree.
   *
   * @throws OkaydException with all that is wrong
   */
  public static Blueprint draw(Planner planner, GuestSpec spec, PlanningContext surroundings) {
    return of(
        spec, planner.plan(spec, surroundings), planner.platform(spec), surroundings.baseTree());
  }

  /**
   * The blueprint of a plan that is there already.
   *
   * @throws OkaydException {@code tree-too-large}
   */
  public static Blueprint of(
      GuestSpec spec, Plan plan, Platform platform, Optional<BaseTree> baseTree) {
    boolean canBeMade = platform.tree() == TreeKind.PARTIAL || baseTree.isPresent();
    Optional<DeviceTree> tree =
        canBeMade ? Optional.of(GuestTree.of(plan, platform, baseTree)) : Optional.empty();
    int size = tree.map(made -> FdtWriter.write(made).length).orElse(0);
    int vcpus = spec.machineOrUnknown().vcpus().orElse(1);
    Optional<HypervisorLimit> limit =
        platform.limits(HypervisorLimit.Kind.TREE_BYTES, spec.version()).stream()
            .map(most -> most.forVcpus(vcpus))
            .min(Comparator.comparing(HypervisorLimit::left));
    limit
        .filter(most -> size > most.left())
        .ifPresent(
            most -> {
              throw new OkaydException(
                  ErrorCode.TREE_TOO_LARGE,
                  "The tree has %d bytes, the hypervisor's own part of it about %d, %d are the most: %s; take fewer spare slots, bridges or devices"
                      .formatted(size, most.besides().orElse(0), most.most(), most.because()));
            });
    Headroom headroom = Headroom.of(plan, platform, taken(spec, platform), limit, size);
    return new Blueprint(
        spec,
        plan,
        platform,
        tree,
        headroom,
        PlanWarnings.of(spec, plan, platform, headroom, size));
  }

  private static Set<Integer> taken(GuestSpec spec, Platform platform) {
    MachineSpec machine = spec.machineOrUnknown();
    Set<Integer> taken = new HashSet<>(machine.passthroughInterrupts());
    platform.takenInterrupts().stream().map(TakenInterrupt::interrupt).forEach(taken::add);
    platform
        .vuart()
        .filter(there -> spec.hasVuart(platform))
        .ifPresent(there -> taken.add(there.interrupt()));
    return taken;
  }
}
