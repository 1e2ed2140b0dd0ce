package dev.okayd.fdt.lint;

import dev.okayd.fdt.lint.rule.Rule;
import dev.okayd.fdt.lint.tree.Severity;
import java.util.List;
import java.util.Optional;

/**
 * A check of dtc.
 *
 * @param name dtc's name of the check
 * @param defaultSeverity severity unless an option changes it; empty if the check is off
 * @param enforced whether the reader and the compiler already reject every tree that fails it
 * @param rule the check of one node
 * @param prerequisites names of the checks that must pass first
 */
record Check(
    String name,
    Optional<Severity> defaultSeverity,
    boolean enforced,
    Rule rule,
    List<String> prerequisites) {}
