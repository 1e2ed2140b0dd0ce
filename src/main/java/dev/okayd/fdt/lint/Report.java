package dev.okayd.fdt.lint;

import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One check on one tree: whether it failed so far, and what it found. */
final class Report {
  /** Ten thousand nodes of one unit address are fifty million pairs. */
  private static final int MOST_FINDINGS = 10_000;

  private final LintTree tree;
  private final String check;
  private final Optional<Severity> severity;
  private final List<Finding> findings = new ArrayList<>();
  private long unlisted;
  private boolean failed;

  /**
   * A report on a check.
   *
   * @param severity empty for one whose findings nobody wants to know
   */
  Report(LintTree tree, String check, Optional<Severity> severity) {
    this.tree = tree;
    this.check = check;
    this.severity = severity;
  }

  LintTree tree() {
    return tree;
  }

  boolean failed() {
    return failed;
  }

  /** What was found, and how much more there was than is listed. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    if (unlisted > 0) {
      Optional<String> none = Optional.empty();
      severity.ifPresent(
          s ->
              all.add(
                  new Finding(
                      check, s, none, none, "%d more of these".formatted(unlisted), List.of())));
    }
    return all;
  }

  /** The check fails for the whole tree. */
  void fail(String text) {
    add(Optional.empty(), Optional.empty(), text, List.of());
  }

  void fail(CheckedNode node, String text) {
    add(Optional.of(node.path()), Optional.empty(), text, node.definitions());
  }

  /** The place of a property that no source text has is that of its node. */
  void fail(CheckedNode node, CheckedProperty property, String text) {
    List<SourceSpan> places =
        property
            .span()
            .map(List::of)
            .orElseGet(() -> node.definitions().stream().limit(1).toList());
    add(Optional.of(node.path()), Optional.of(property.name()), text, places);
  }

  /** How many findings are still listed; all others are only counted. */
  int room() {
    return severity.isPresent() ? MOST_FINDINGS - findings.size() : 0;
  }

  /** The check fails so many times more than there is {@link #room} for. */
  void failUnlisted(long times) {
    failed = failed || times > 0;
    unlisted += times;
  }

  private void add(
      Optional<String> node, Optional<String> property, String text, List<SourceSpan> places) {
    if (room() == 0) {
      failUnlisted(1);
      return;
    }
    failed = true;
    severity.ifPresent(s -> findings.add(new Finding(check, s, node, property, text, places)));
  }
}
