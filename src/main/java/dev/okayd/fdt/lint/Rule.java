package dev.okayd.fdt.lint;

/** What a check does with each node. */
@FunctionalInterface
interface Rule {
  void check(CheckedNode node, Report report);
}
