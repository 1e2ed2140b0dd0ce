package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import java.util.regex.Pattern;

/** Checks {@code /chosen} and {@code /aliases}. */
public final class PathChecks {
  private static final String CHOSEN = "chosen";
  private static final Pattern ALIAS = Pattern.compile("[0-9a-z-]*");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  private PathChecks() {}

  public static void chosenInterruptController(CheckedNode node, Report report) {
    if (node.isRoot()) {
      node.child(CHOSEN)
          .flatMap(chosen -> chosen.property("interrupt-controller"))
          .ifPresent(
              property ->
                  report.fail(
                      node, property, "/chosen has obsolete \"interrupt-controller\" property"));
    }
  }

  public static void chosenIsAtRoot(CheckedNode node, Report report) {
    if (node.name().equals(CHOSEN) && node.parent().filter(CheckedNode::isRoot).isEmpty()) {
      report.fail(node, "chosen node must be at root node");
    }
  }

  public static void chosenBootargs(CheckedNode node, Report report) {
    if (node.name().equals(CHOSEN)) {
      ValueChecks.string("bootargs").check(node, report);
    }
  }

  public static void chosenStdoutPath(CheckedNode node, Report report) {
    if (!node.name().equals(CHOSEN)) {
      return;
    }
    if (node.has("stdout-path")) {
      ValueChecks.string("stdout-path").check(node, report);
      return;
    }
    String old = "linux,stdout-path";
    node.property(old)
        .ifPresent(property -> report.fail(node, property, "Use 'stdout-path' instead"));
    ValueChecks.string(old).check(node, report);
  }

  /** An alias of an overlay may name a node of the base. */
  public static void aliases(CheckedNode node, Report report) {
    if (!node.name().equals("aliases")) {
      return;
    }
    for (CheckedProperty alias : node.properties()) {
      String name = alias.name();
      if (name.equals("phandle") || name.equals("linux,phandle")) {
        continue;
      }
      if (!report.tree().isOverlay() && !namesANode(alias, report.tree())) {
        report.fail(
            node, alias, "aliases property is not a valid node (%s)".formatted(printable(alias)));
      } else if (!ALIAS.matcher(name).matches()) {
        report.fail(node, "aliases property name must include only lowercase and '-'");
      }
    }
  }

  private static boolean namesANode(CheckedProperty alias, LintTree tree) {
    return alias.length() > 0 && tree.at(alias.text()).isPresent();
  }

  /** dtc prints any value as it is, and {@code (null)} for an empty one. */
  private static String printable(CheckedProperty property) {
    return property.length() == 0 ? "(null)" : UNPRINTABLE.matcher(property.text()).replaceAll("?");
  }
}
