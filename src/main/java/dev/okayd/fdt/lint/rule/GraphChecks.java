package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.Bus;
import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks ports and endpoints of video and audio devices (Linux' binding {@code graph.txt}): each
 * endpoint refers to the endpoint at the other end of its connection.
 */
public final class GraphChecks {
  private static final String REMOTE = "remote-endpoint";

  private GraphChecks() {}

  /**
   * A node with an endpoint is a port. The parent of a port is a list of ports or the device
   * itself.
   */
  public static void nodes(CheckedNode node, Report report) {
    for (CheckedNode child : node.children()) {
      if (!child.baseName().equals("endpoint") && !child.has(REMOTE)) {
        continue;
      }
      if (!node.isRoot()) {
        setPort(node);
        return;
      }
      report.fail(
          node,
          "root node contains endpoint node '%s', potentially misplaced remote-endpoint property"
              .formatted(child.name()));
    }
  }

  private static void setPort(CheckedNode node) {
    node.setBus(Bus.GRAPH_PORT);
    node.parent()
        .filter(parent -> parent.bus().isEmpty())
        .filter(parent -> parent.name().equals("ports") || node.has("reg"))
        .ifPresent(parent -> parent.setBus(Bus.GRAPH_PORTS));
  }

  public static void port(CheckedNode node, Report report) {
    if (node.bus().filter(Bus.GRAPH_PORT::equals).isEmpty()) {
      return;
    }
    reg(node, report);
    if (!report.tree().isOverlay() && !node.baseName().equals("port")) {
      report.fail(node, "graph port node name should be 'port'");
    }
  }

  public static void endpoint(CheckedNode node, Report report) {
    if (!node.isOn(Bus.GRAPH_PORT)) {
      return;
    }
    reg(node, report);
    if (report.tree().isOverlay()) {
      return;
    }
    if (!node.baseName().equals("endpoint")) {
      report.fail(node, "graph endpoint node name should be 'endpoint'");
    }
    remote(node, report)
        .filter(other -> remote(other, report).filter(back -> back == node).isEmpty())
        .ifPresent(
            other ->
                report.fail(
                    node,
                    "graph connection to node '%s' is not bidirectional".formatted(other.path())));
  }

  private static Optional<CheckedNode> remote(CheckedNode endpoint, Report report) {
    Optional<CheckedProperty> property = endpoint.property(REMOTE);
    if (property.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt phandle = property.get().onlyCell();
    if (phandle.isPresent() && !LintTree.isPhandle(phandle.getAsInt())) {
      return Optional.empty();
    }
    Optional<CheckedNode> node =
        phandle.isPresent() ? report.tree().node(phandle.getAsInt()) : Optional.empty();
    if (node.isEmpty()) {
      report.fail(endpoint, property.get(), "graph phandle is not valid");
    }
    return node;
  }

  private static void reg(CheckedNode node, Report report) {
    Optional<CheckedProperty> reg = node.property("reg");
    if (reg.isEmpty()) {
      return;
    }
    OptionalInt address = reg.get().onlyCell();
    if (address.isEmpty()) {
      report.fail(node, "graph node malformed 'reg' property");
      return;
    }
    String expected = Integer.toHexString(address.getAsInt());
    if (!node.unitAddress().equals(expected)) {
      report.fail(node, "graph node unit address error, expected \"%s\"".formatted(expected));
    }
    CheckedNode parent = node.parent().orElseThrow();
    cells(node, "#address-cells", parent.declaredAddressCells(), 1, report);
    cells(node, "#size-cells", parent.declaredSizeCells(), 0, report);
  }

  /**
   * Checks the parent's number of cells. As in dtc, the message names the property of the node if
   * the node has it.
   */
  private static void cells(CheckedNode node, String name, int found, int expected, Report report) {
    if (found == expected) {
      return;
    }
    String format = "graph node '%s' is %d, must be %d";
    node.property(name)
        .ifPresentOrElse(
            property -> report.fail(node, property, format.formatted(name, found, expected)),
            () -> report.fail(node, format.formatted(name, found, expected)));
  }
}
