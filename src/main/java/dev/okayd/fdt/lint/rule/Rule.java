package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.Report;

/** The check of one node. */
@FunctionalInterface
public interface Rule {
  void check(CheckedNode node, Report report);
}
