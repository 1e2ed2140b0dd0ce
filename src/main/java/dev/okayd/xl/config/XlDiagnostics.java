package dev.okayd.xl.config;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with an xl.cfg and what is to be said of it. */
public final class XlDiagnostics {
  /** More are only counted: nobody reads them, and a file of one mistake can have thousands. */
  private static final int MOST = 50;

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
   * Refuses if anything is wrong.
   *
   * @throws XlException with all of it
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
    if (sorted.size() <= MOST) {
      return List.copyOf(sorted);
    }
    List<XlDiagnostic> first = new ArrayList<>(sorted.subList(0, MOST));
    first.add(
        new XlDiagnostic(
            sorted.get(MOST).position(), "and %d more".formatted(sorted.size() - MOST)));
    return List.copyOf(first);
  }
}
