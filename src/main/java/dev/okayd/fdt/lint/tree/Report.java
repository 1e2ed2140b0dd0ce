package dev.okayd.fdt.lint.tree;

import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of one check on one tree: whether it failed, and its findings. */
public final class Report {
  /** Bounds memory: ten thousand nodes with the same unit address are fifty million pairs. */
  private static final int MAX_FINDINGS = 10_000;

  private final LintTree tree;
  private final String check;
  private final Optional<Severity> severity;
  private final List<Finding> findings = new ArrayList<>();
  private long omitted;
  private boolean failed;

  /**
   * A report on a check.
   *
   * @param severity severity of the check; empty if its findings are not reported
   */
  public Report(LintTree tree, String check, Optional<Severity> severity) {
    this.tree = tree;
    this.check = check;
    this.severity = severity;
  }

  public LintTree tree() {
    return tree;
  }

  public boolean failed() {
    return failed;
  }

  /** The findings; if some were omitted, the last one states their number. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    if (omitted > 0) {
      Optional<String> none = Optional.empty();
      severity.ifPresent(
          s ->
              all.add(
                  new Finding(
                      check, s, none, none, "%d more of these".formatted(omitted), List.of())));
    }
    return all;
  }

  /** Reports a failure of the whole tree. */
  public void fail(String text) {
    add(Optional.empty(), Optional.empty(), text, List.of());
  }

  public void fail(CheckedNode node, String text) {
    add(Optional.of(node.path()), Optional.empty(), text, node.definitions());
  }

  /** A property that is in no source text has the place of its node. */
  public void fail(CheckedNode node, CheckedProperty property, String text) {
    List<SourceSpan> places =
        property
            .span()
            .map(List::of)
            .orElseGet(() -> node.definitions().stream().limit(1).toList());
    add(Optional.of(node.path()), Optional.of(property.name()), text, places);
  }

  /** The number of findings that are still recorded; further ones are only counted. */
  public int room() {
    return severity.isPresent() ? MAX_FINDINGS - findings.size() : 0;
  }

  /** Counts failures that exceed {@link #room}. */
  public void failOmitted(long times) {
    failed = failed || times > 0;
    omitted += times;
  }

  private void add(
      Optional<String> node, Optional<String> property, String text, List<SourceSpan> places) {
    if (room() == 0) {
      failOmitted(1);
      return;
    }
    failed = true;
    severity.ifPresent(s -> findings.add(new Finding(check, s, node, property, text, places)));
  }
}
