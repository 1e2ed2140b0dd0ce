package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.Report;

/**
 * Checks the names of nodes and properties, except for the characters that are allowed in every
 * name.
 */
public final class NameChecks {
  private NameChecks() {}

  public static void propertyOfSameName(CheckedNode node, Report report) {
    if (node.parent().filter(parent -> parent.has(node.name())).isPresent()) {
      report.fail(node, "node name and property name conflict");
    }
  }

  public static void strictNodeName(CheckedNode node, Report report) {
    int strict = strictCharacters(node.name());
    if (strict < node.baseName().length()) {
      report.fail(
          node,
          "Character '%c' not recommended in node name".formatted(node.name().charAt(strict)));
    }
  }

  public static void strictPropertyNames(CheckedNode node, Report report) {
    for (CheckedProperty property : node.properties()) {
      String name = property.name();
      int strict = strictCharacters(name);
      if (strict == name.length() || name.equals("device_type")) {
        continue;
      }
      // a # is allowed at the beginning, or after a vendor's prefix
      if (name.charAt(strict) == '#' && (strict == 0 || name.charAt(strict - 1) == ',')) {
        name = name.substring(strict + 1);
        strict = strictCharacters(name);
      }
      if (strict < name.length()) {
        report.fail(
            node,
            property,
            "Character '%c' not recommended in property name".formatted(name.charAt(strict)));
      }
    }
  }

  /** The number of leading characters that are recommended ones. */
  private static int strictCharacters(String name) {
    int count = 0;
    while (count < name.length() && isStrict(name.charAt(count))) {
      count++;
    }
    return count;
  }

  private static boolean isStrict(char c) {
    return c == ','
        || c == '-'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z');
  }
}
