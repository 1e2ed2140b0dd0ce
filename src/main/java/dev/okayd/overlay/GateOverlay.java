package dev.okayd.overlay;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Gate;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.BackendSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The overlay that opens one gate. It sets {@code status} of one node. If the backend's domain was
 * unknown when the guest's tree was made, it also names the domain. It changes nothing else. The
 * target is an absolute path, so the base tree needs neither labels nor symbols. Overlays of
 * different nodes can be removed in any order: Linux requires only that a removed overlay is the
 * topmost one of its nodes.
 *
 * @param target path of the node
 * @param domain properties that name the backend's domain
 */
public record GateOverlay(NodePath target, List<Property> domain) {

  public GateOverlay {
    domain = List.copyOf(domain);
  }

  /** An overlay that sets only {@code status}. */
  public GateOverlay(NodePath target) {
    this(target, List.of());
  }

  /**
   * The overlay of a gate.
   *
   * @param domid of the backend, for late-bound gates; for other gates the tree has the domid
   * @throws OkaydException {@code domid-unknown} if a late-bound gate gets no domid, {@code
   *     invalid-parameter} if the domid is out of range
   */
  public static GateOverlay of(Plan plan, Gate gate, Optional<Integer> domid) {
    domid
        .filter(given -> given < 0 || given > BackendSpec.LAST_DOMID)
        .ifPresent(
            given -> {
              throw new OkaydException(
                  ErrorCode.INVALID_PARAMETER,
                  "domid is %d; expected 0 to %d".formatted(given, BackendSpec.LAST_DOMID));
            });
    if (!gate.bindsLate()) {
      return new GateOverlay(gate.path());
    }
    int known =
        domid.orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.DOMID_UNKNOWN,
                    "The overlay of \"%s\" must name the domain of its backend; pass the domid"
                        .formatted(gate.name())));
    GrantDmaNode grantDma = plan.grantDma().orElseThrow();
    return new GateOverlay(
        gate.path(),
        plan.bridge(gate.name())
            .map(bridge -> BridgeNode.domain(bridge, grantDma, known))
            .orElseGet(() -> List.of(SlotNode.iommus(grantDma, known))));
  }

  /** The blob, byte for byte as dtc compiles {@link #dtso()}. */
  public byte[] dtbo() {
    Node fragment =
        Node.of("fragment@0", Property.strings("target-path", target.toString()))
            .withChild(new Node("__overlay__", properties(), List.of()));
    return FdtWriter.write(DeviceTree.of(Node.of("").withChild(fragment)));
  }

  private List<Property> properties() {
    List<Property> properties = new ArrayList<>(domain);
    properties.add(StatusProperty.OKAY);
    return properties;
  }

  /** The source text. */
  public String dtso() {
    StringBuilder text = new StringBuilder("/dts-v1/;\n/plugin/;\n\n");
    text.append("&{").append(target).append("} {\n");
    for (Property property : properties()) {
      text.append('\t').append(DtsPrinter.print(property)).append(";\n");
    }
    return text.append("};\n").toString();
  }
}
