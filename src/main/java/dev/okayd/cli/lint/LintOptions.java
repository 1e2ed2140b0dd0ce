package dev.okayd.cli.lint;

import dev.okayd.fdt.lint.Lint;
import dev.okayd.fdt.lint.Severities;
import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Severity;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code [-W [no-]NAME]... [-E [no-]NAME]... [-q]...}: dtc's options for its checks. */
public final class LintOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-W", "--warning"},
      paramLabel = "[no-]NAME",
      description = "Enables or disables a check of dtc as a warning; may be repeated")
  private List<String> warnings = List.of();

  @Option(
      names = {"-E", "--error"},
      paramLabel = "[no-]NAME",
      description = "Enables or disables a check of dtc as an error; may be repeated")
  private List<String> errors = List.of();

  @Option(
      names = {"-q", "--quiet"},
      description =
          "Once: hides warnings, except for a number that does not fit into its cell; twice: hides errors too")
  private boolean[] quiet = {};

  /** Whether {@code -q} is absent. */
  public boolean showsWarnings() {
    return quiet.length == 0;
  }

  /** Whether any of these options is given. */
  public boolean areGiven() {
    return !warnings.isEmpty() || !errors.isEmpty() || quiet.length > 0;
  }

  /** All findings of dtc's checks in a tree. */
  List<Finding> findings(LintTree tree) {
    Severities severities = new Severities();
    try {
      warnings.forEach(argument -> severities.set(Severity.WARNING, argument));
      errors.forEach(argument -> severities.set(Severity.ERROR, argument));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return Lint.run(tree, severities);
  }

  /** Whether none of the findings is an error. */
  static boolean areGood(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** The findings that {@code -q} does not hide. */
  List<Finding> shown(List<Finding> findings) {
    return findings.stream()
        .filter(
            finding ->
                quiet.length
                    <= switch (finding.severity()) {
                      case WARNING -> 0;
                      case ERROR -> 1;
                    })
        .toList();
  }

  /**
   * Prints the findings as dtc does; returns whether the tree may be written.
   *
   * @param output the output file
   */
  public boolean passes(LintTree tree, String output) {
    List<Finding> findings = findings(tree);
    PrintWriter err = command.commandLine().getErr();
    String file = output.equals("-") ? "<stdout>" : output;
    shown(findings).forEach(finding -> finding.lines(file).forEach(err::println));
    if (!areGood(findings)) {
      err.println("okayd: The tree has errors; no output was written");
    }
    err.flush();
    return areGood(findings);
  }
}
