package dev.okayd.fdt.lint;

/** The check of one node. */
@FunctionalInterface
interface Rule {
  void check(CheckedNode node, Report report);
}
