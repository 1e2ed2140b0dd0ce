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
 * A plan with its inputs, the guest's tree, the headroom and the warnings.
 *
 * @param spec of the guest
 * @param plan for the spec
 * @param platform of the guest, with its slot window placed
 * @param tree that the guest boots; empty if a complete tree needs a base tree that is missing
 * @param headroom for more devices
 * @param warnings about risks of the plan
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
   * @throws OkaydException with every fault
   */
  public static Blueprint create(Planner planner, GuestSpec spec, PlanningContext context) {
    return of(spec, planner.plan(spec, context), planner.platform(spec), context.baseTree());
  }

  /**
   * Makes the blueprint of an existing plan.
   *
   * @throws OkaydException {@code tree-too-large}
   */
  public static Blueprint of(
      GuestSpec spec, Plan plan, Platform platform, Optional<BaseTree> baseTree) {
    boolean hasTree = platform.tree() == TreeKind.PARTIAL || baseTree.isPresent();
    Optional<DeviceTree> tree =
        hasTree ? Optional.of(GuestTree.of(plan, platform, baseTree)) : Optional.empty();
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
                  "The tree has %d bytes and the hypervisor adds about %d; the maximum is %d: %s; use fewer spare slots, bridges or devices"
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
        .filter(uart -> spec.hasVuart(platform))
        .ifPresent(uart -> taken.add(uart.interrupt()));
    return taken;
  }
}
