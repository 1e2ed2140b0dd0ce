package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.basetree.PartialTree;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import java.util.Optional;

/** Checks the phandles of a partial tree against the highest one that the hypervisor accepts. */
public final class PhandleLimitCheck {
  private PhandleLimitCheck() {}

  /**
   * Reports the first phandle that is too high. Phandles of the base tree come before those that
   * okayd assigns.
   */
  public static void check(
      GuestSpec spec,
      Platform platform,
      Optional<DeviceTree> baseTree,
      Optional<GrantDmaNode> grantDma,
      Faults faults) {
    long ofTree = baseTree.map(tree -> PartialTree.highestPhandle(tree, platform)).orElse(0L);
    long ofGic =
        baseTree
            .flatMap(tree -> PartialTree.chosenGicPhandle(tree, platform))
            .map(Integer::toUnsignedLong)
            .orElse(0L);
    long ofGrantDma = grantDma.map(GrantDmaNode::phandle).map(Integer::toUnsignedLong).orElse(0L);
    for (HypervisorLimit limit : platform.limits(HypervisorLimit.Kind.PHANDLE, spec.version())) {
      if (ofTree > limit.left()) {
        add("A node of the base tree has", ofTree, limit, faults);
      } else if (ofGic > limit.left()) {
        add("The placeholder of the GIC would have", ofGic, limit, faults);
      } else if (ofGrantDma > limit.left()) {
        add("The xen,grant-dma node would have", ofGrantDma, limit, faults);
      }
    }
  }

  private static void add(String subject, long phandle, HypervisorLimit limit, Faults faults) {
    faults.add(
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "%s phandle %d; the maximum is %d: %s; use lower phandles in the base tree",
        subject,
        phandle,
        limit.left(),
        limit.because());
  }
}
