package dev.okayd.fdt.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the checks on a tree as dtc does ({@code process_checks} and {@code run_check}). */
public final class Lint {
  /** What came of a check. */
  private enum Outcome {
    PASSED,
    FAILED,
    /** It was not run, because one that it depends on failed. */
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

  /** All that the checks find, in the order in which dtc writes it. */
  public static List<Finding> run(LintTree tree, Severities severities) {
    Lint lint = new Lint(tree, severities);
    boolean error = false;
    for (Check check : Checks.ALL) {
      // as dtc: what comes behind an error is not looked at
      error = error || (severities.of(check).isPresent() && lint.fails(check));
    }
    return List.copyOf(lint.findings);
  }

  /** Whether a check, or one that it depends on, is an error and did not pass. */
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

  /** As dtc: once one is an error, later ones are not run, and are not passed either. */
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
