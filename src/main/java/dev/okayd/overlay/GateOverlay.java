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
import dev.okayd.plan.GrantDma;
import dev.okayd.plan.Grants;
import dev.okayd.plan.GuestBackend;
import dev.okayd.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The overlay that opens one gate: it sets {@code status} of one node and, where the backend's
 * domain was not known when the guest's tree was made, says which one it is. It does nothing else.
 * The node is named by its absolute path, so the base needs neither labels nor symbols, and
 * overlays of different nodes can be removed in any order, for Linux wants a removed overlay to be
 * the topmost one of its nodes only.
 *
 * @param target path of the node
 * @param domain what names the backend's domain
 */
public record GateOverlay(NodePath target, List<Property> domain) {

  public GateOverlay {
    domain = List.copyOf(domain);
  }

  /** The overlay that sets {@code status} alone. */
  public GateOverlay(NodePath target) {
    this(target, List.of());
  }

  /**
   * The overlay of a gate.
   *
   * @param domid of the backend, for gates that are bound late; the others have it in their tree
   * @throws OkaydException {@code domid-unknown} if it is wanted and not given, {@code
   *     invalid-parameter} if it is none
   */
  public static GateOverlay of(Plan plan, Gate gate, Optional<Integer> domid) {
    domid
        .filter(given -> given < 0 || given > GuestBackend.LAST_DOMID)
        .ifPresent(
            given -> {
              throw new OkaydException(
                  ErrorCode.INVALID_PARAMETER,
                  "domid is %d, 0 to %d are expected".formatted(given, GuestBackend.LAST_DOMID));
            });
    if (!gate.bindsLate()) {
      return new GateOverlay(gate.path());
    }
    int known =
        domid.orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.DOMID_UNKNOWN,
                    "The overlay of \"%s\" has to name the domain of its backend; give the domid"
                        .formatted(gate.name())));
    GrantDma grantDma = plan.grantDma().orElseThrow();
    return new GateOverlay(
        gate.path(),
        plan.bridge(gate.name())
            .map(bridge -> BridgeNode.domain(bridge, grantDma, known))
            .orElseGet(() -> List.of(SlotNode.iommus(grantDma, known))));
  }

  /** The blob; its bytes are those that dtc makes of {@link #dtso()}. */
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
