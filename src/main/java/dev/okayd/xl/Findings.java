package dev.okayd.xl;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with an xl.cfg and what is to be said of it. */
final class Findings {
  /** More are only counted: nobody reads them, and a file of one mistake can have thousands. */
  private static final int MOST = 50;

  private final List<Finding> faults = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();

  @FormatMethod
  void fault(Position position, String message, Object... values) {
    faults.add(new Finding(position, message.formatted(values)));
  }

  @FormatMethod
  void note(Position position, String message, Object... values) {
    notes.add(new Finding(position, message.formatted(values)));
  }

  /**
   * Refuses if anything is wrong.
   *
   * @throws XlException with all of it
   */
  void refuseIfAny() {
    if (!faults.isEmpty()) {
      throw new XlException(inOrderOfTheFile(faults));
    }
  }

  List<Finding> notes() {
    return inOrderOfTheFile(notes);
  }

  private static List<Finding> inOrderOfTheFile(List<Finding> findings) {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing((Finding finding) -> finding.position().line())
            .thenComparing(finding -> finding.position().column()));
    if (sorted.size() <= MOST) {
      return List.copyOf(sorted);
    }
    List<Finding> first = new ArrayList<>(sorted.subList(0, MOST));
    first.add(
        new Finding(sorted.get(MOST).position(), "and %d more".formatted(sorted.size() - MOST)));
    return List.copyOf(first);
  }
}
