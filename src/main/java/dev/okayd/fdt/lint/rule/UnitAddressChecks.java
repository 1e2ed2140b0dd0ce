package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Checks the unit addresses in the names of nodes. */
public final class UnitAddressChecks {
  private UnitAddressChecks() {}

  /**
   * A fragment of an overlay is exempt: its unit address is a number, and it has no {@code reg}.
   */
  public static void againstReg(CheckedNode node, Report report) {
    if (node.child("__overlay__").isPresent()) {
      return;
    }
    boolean addressed =
        node.has("reg") || node.property("ranges").filter(r -> r.length() > 0).isPresent();
    if (addressed && node.unitAddress().isEmpty()) {
      report.fail(node, "node has a reg or ranges property, but no unit name");
    } else if (!addressed && !node.unitAddress().isEmpty()) {
      report.fail(node, "node has a unit name, but no reg or ranges property");
    }
  }

  /** Skips buses that dtc knows: the checks of those buses define the format. */
  public static void format(CheckedNode node, Report report) {
    if (node.parent().flatMap(CheckedNode::bus).isPresent()) {
      return;
    }
    String address = node.unitAddress();
    if (address.startsWith("0x")) {
      report.fail(node, "unit name should not have leading \"0x\"");
      address = address.substring("0x".length());
    }
    if (address.length() > 1 && address.charAt(0) == '0' && isHexDigit(address.charAt(1))) {
      report.fail(node, "unit name should not have leading 0s");
    }
  }

  private static boolean isHexDigit(char c) {
    return Character.digit(c, 16) >= 0;
  }

  public static void unique(CheckedNode node, Report report) {
    unique(node, child -> true, report);
  }

  public static void uniqueIfEnabled(CheckedNode node, Report report) {
    unique(node, child -> !isDisabled(child), report);
  }

  private static boolean isDisabled(CheckedNode node) {
    return node.property("status").filter(s -> s.text().equals("disabled")).isPresent();
  }

  /** Compares each child that counts with the earlier ones. */
  private static void unique(CheckedNode node, Predicate<CheckedNode> counts, Report report) {
    if (node.declaredAddressCells() < 0 || node.declaredSizeCells() < 0) {
      return;
    }
    Map<String, List<CheckedNode>> earlier = new HashMap<>();
    for (CheckedNode child : node.children()) {
      if (child.unitAddress().isEmpty() || !counts.test(child)) {
        continue;
      }
      List<CheckedNode> same =
          earlier.computeIfAbsent(child.unitAddress(), address -> new ArrayList<>());
      int reported = Math.min(same.size(), report.room());
      for (CheckedNode other : same.subList(0, reported)) {
        report.fail(other, "duplicate unit-address (also used in node %s)".formatted(child.path()));
      }
      report.failOmitted(same.size() - reported);
      same.add(child);
    }
  }
}
