package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;
import java.util.function.Predicate;

/** Checks the types of property values. */
public final class ValueChecks {
  private ValueChecks() {}

  /** A property with this name must be one string. */
  public static Rule string(String name) {
    return value(name, CheckedProperty::isString, "property is not a string");
  }

  /** A property with this name must be a list of strings. */
  public static Rule stringList(String name) {
    return value(name, CheckedProperty::isStringList, "property is not a string list");
  }

  /** A property with this name must be one cell. */
  public static Rule cell(String name) {
    return value(
        name, property -> property.onlyCell().isPresent(), "property is not a single cell");
  }

  private static Rule value(String name, Predicate<CheckedProperty> good, String text) {
    return (node, report) ->
        node.property(name)
            .filter(good.negate())
            .ifPresent(property -> report.fail(node, property, text));
  }

  public static void names(CheckedNode node, Report report) {
    for (CheckedProperty property : node.properties()) {
      if (property.name().endsWith("-names")) {
        stringList(property.name()).check(node, report);
      }
    }
  }
}
