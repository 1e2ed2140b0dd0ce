package dev.okayd.overlay;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.FdtWriter;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;

/**
 * The overlay that opens one gate: it sets {@code status} of one node and does nothing else. The
 * node is named by its absolute path, so the base needs neither labels nor symbols, and overlays of
 * different nodes can be removed in any order, for Linux wants a removed overlay to be the topmost
 * one of its nodes only.
 *
 * @param target path of the node
 */
public record GateOverlay(NodePath target) {

  /** The blob; its bytes are those that dtc makes of {@link #dtso()}. */
  public byte[] dtbo() {
    Node fragment =
        Node.of("fragment@0", Property.strings("target-path", target.toString()))
            .withChild(Node.of("__overlay__", Status.OKAY));
    return FdtWriter.write(DeviceTree.of(Node.of("").withChild(fragment)));
  }

  /** The source text. */
  public String dtso() {
    return """
        /dts-v1/;
        /plugin/;

        &{%s} {
        	status = "okay";
        };
        """
        .formatted(target);
  }
}
