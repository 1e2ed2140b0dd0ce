package dev.okayd.cli.lint;

import dev.okayd.fdt.dts.source.SourceSpan;
import dev.okayd.fdt.lint.tree.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The findings of dtc's checks in a file, as JSON.
 *
 * @param good whether no finding is an error
 * @param file its name
 * @param findings the findings in dtc's order
 */
record LintJson(boolean good, String file, List<Item> findings) {

  /**
   * One finding.
   *
   * @param check dtc's name of the check
   * @param severity {@code warning} or {@code error}
   * @param node path of the node; absent if the finding concerns the whole tree
   * @param property of the node; absent if the finding concerns the node itself
   * @param text the message of dtc
   * @param places in the source; empty for a blob
   */
  record Item(
      String check,
      String severity,
      Optional<String> node,
      Optional<String> property,
      String text,
      List<Place> places) {

    static Item of(Finding finding) {
      return new Item(
          finding.check(),
          finding.severity().name().toLowerCase(Locale.ROOT),
          finding.node(),
          finding.property(),
          finding.text(),
          finding.places().stream().map(Place::of).toList());
    }
  }

  /** A range from a line and column to an exclusive end. */
  record Place(String file, int line, int column, int endLine, int endColumn) {

    static Place of(SourceSpan span) {
      return new Place(
          span.end().file(),
          span.start().line(),
          span.start().column(),
          span.end().line(),
          span.end().column());
    }
  }

  static LintJson of(LintRun run) {
    return new LintJson(run.isGood(), run.file(), run.findings().stream().map(Item::of).toList());
  }
}
