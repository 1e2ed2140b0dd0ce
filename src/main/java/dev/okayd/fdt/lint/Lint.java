package dev.okayd.fdt.lint;

import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import dev.okayd.fdt.lint.tree.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the checks on a tree as dtc does ({@code process_checks} and {@code run_check}). */
public final class Lint {
  /** The outcome of a check. */
  private enum Outcome {
    PASSED,
    FAILED,
    /** It did not run because one of its prerequisites failed. */
    PREREQUISITE_FAILED
  }

  private final LintTree tree;
  private final Severities severities;
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Lint(LintTree tree, Severities severities) {
    this.tree = tree;
    this.severities = severities;
  }

  /** All findings, in the order of dtc's output. */
  public static List<Finding> run(LintTree tree, Severities severities) {
    Lint lint = new Lint(tree, severities);
    boolean error = false;
    for (Check check : Checks.ALL) {
      // as in dtc: no check runs after an error
      error = error || (severities.of(check).isPresent() && lint.fails(check));
    }
    return List.copyOf(lint.findings);
  }

  /** Whether this check or one of its prerequisites is an error and did not pass. */
  private boolean fails(Check check) {
    boolean error = false;
    if (!outcomes.containsKey(check.name())) {
      error = runPrerequisites(check);
      if (!outcomes.containsKey(check.name())) {
        runRule(check);
      }
    }
    boolean isError = severities.of(check).filter(s -> s == Severity.ERROR).isPresent();
    return error || (isError && outcomes.get(check.name()) != Outcome.PASSED);
  }

  /** As in dtc: after an error, the later prerequisites do not run and do not count as passed. */
  private boolean runPrerequisites(Check check) {
    boolean error = false;
    for (String name : check.prerequisites()) {
      error = error || fails(Checks.named(name));
      if (outcomes.get(name) != Outcome.PASSED) {
        outcomes.put(check.name(), Outcome.PREREQUISITE_FAILED);
        Report report = report(check);
        report.fail("Failed prerequisite '%s'".formatted(name));
        findings.addAll(report.findings());
      }
    }
    return error;
  }

  private Report report(Check check) {
    return new Report(tree, check.name(), severities.of(check));
  }

  private void runRule(Check check) {
    Report report = report(check);
    tree.forEach(node -> check.rule().check(node, report));
    outcomes.put(check.name(), report.failed() ? Outcome.FAILED : Outcome.PASSED);
    findings.addAll(report.findings());
  }
}
