package dev.okayd.plan.planner;

import dev.okayd.digest.Sha256;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Grants;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.PciFunction;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The digest of a plan. It covers every part of the plan that appears in the guest's tree, and
 * nothing else. The input is one line for the plan and one line for each node, sorted, so that
 * other programs can compute the digest. It depends neither on a JSON library nor on the order of
 * fields or devices.
 *
 * <p>The names of devices are not part of the digest. A device that takes a spare slot does not
 * change the booted tree, so the running guest can use it.
 */
public final class PlanDigest {
  private PlanDigest() {}

  static String of(
      String platform,
      Optional<String> baseTree,
      List<PlannedSlot> slots,
      List<Slot> spares,
      List<PlannedPciBridge> bridges,
      Optional<GrantDmaNode> grantDma) {
    List<String> nodes = new ArrayList<>();
    for (PlannedSlot planned : slots) {
      nodes.add(
          slot(
              planned.slot(),
              planned.slotKind() == SlotKind.GATED ? "disabled" : "okay",
              planned.type().child().orElse("-"),
              planned.grants()));
    }
    spares.forEach(spare -> nodes.add(slot(spare, "disabled", "-", Optional.empty())));
    bridges.forEach(bridge -> nodes.add(bridge(bridge)));
    grantDma.ifPresent(node -> nodes.add("xen,grant-dma " + node.path() + " " + node.phandle()));
    String text =
        nodes.stream()
            .sorted()
            .collect(
                Collectors.joining(
                    "\n", "okayd-plan 3 " + platform + " " + baseTree.orElse("-") + "\n", "\n"));
    return HexFormat.of().formatHex(Sha256.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String slot(Slot slot, String status, String child, Optional<Grants> grants) {
    String cells =
        slot.interrupt().cells().stream().map(String::valueOf).collect(Collectors.joining(","));
    return String.join(
        " ",
        "virtio,mmio",
        slot.path().toString(),
        slot.base().toString(),
        slot.size().toString(),
        cells,
        status,
        child,
        domain(grants));
  }

  private static String bridge(PlannedPciBridge bridge) {
    String space =
        bridge
            .space()
            .map(
                s ->
                    s.configuration().base()
                        + "+"
                        + s.configuration().size()
                        + ","
                        + s.memory().base()
                        + "+"
                        + s.memory().size()
                        + ","
                        + s.prefetchable().base()
                        + "+"
                        + s.prefetchable().size()
                        + ","
                        + s.interrupt()
                        + "+"
                        + s.interrupts()
                        + ","
                        + s.flags())
            .orElse("-");
    String functions =
        bridge.functions().stream().map(PciFunction::toString).collect(Collectors.joining(","));
    return String.join(
        " ",
        "pci-host-ecam-generic",
        bridge.path().toString(),
        space,
        functions.isEmpty() ? "-" : functions,
        domain(bridge.grants()));
  }

  /** The backend's domain in the boot tree. */
  private static String domain(Optional<Grants> grants) {
    return grants.flatMap(Grants::domid).map(domid -> "domain " + domid).orElse("-");
  }
}
