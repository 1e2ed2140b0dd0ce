package dev.okayd.xl.config;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the errors and notes of an xl.cfg. */
public final class XlDiagnostics {
  /** Further diagnostics are only counted, because one mistake can cause thousands. */
  private static final int MAX = 50;

  private final List<XlDiagnostic> errors = new ArrayList<>();
  private final List<XlDiagnostic> notes = new ArrayList<>();

  @FormatMethod
  public void error(XlPosition position, String message, Object... values) {
    errors.add(new XlDiagnostic(position, message.formatted(values)));
  }

  @FormatMethod
  public void note(XlPosition position, String message, Object... values) {
    notes.add(new XlDiagnostic(position, message.formatted(values)));
  }

  /**
   * Throws if there are errors.
   *
   * @throws XlException with all errors
   */
  public void refuseIfAny() {
    if (!errors.isEmpty()) {
      throw new XlException(inOrderOfTheFile(errors));
    }
  }

  public List<XlDiagnostic> notes() {
    return inOrderOfTheFile(notes);
  }

  private static List<XlDiagnostic> inOrderOfTheFile(List<XlDiagnostic> diagnostics) {
    List<XlDiagnostic> sorted = new ArrayList<>(diagnostics);
    sorted.sort(
        Comparator.comparing((XlDiagnostic finding) -> finding.position().line())
            .thenComparing(finding -> finding.position().column()));
    if (sorted.size() <= MAX) {
      return List.copyOf(sorted);
    }
    List<XlDiagnostic> first = new ArrayList<>(sorted.subList(0, MAX));
    first.add(
        new XlDiagnostic(sorted.get(MAX).position(), "and %d more".formatted(sorted.size() - MAX)));
    return List.copyOf(first);
  }
}
