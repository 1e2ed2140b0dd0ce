package dev.okayd.fdt.dts.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The errors and warnings of a source text, in the order of their discovery. The compiler continues
 * after an error if the rest of the text still has a meaning, so that one run reports all errors.
 */
public final class Diagnostics {
  /**
   * Maximum number of errors, and of warnings: each takes memory, and more do not help the user.
   */
  static final int MAX_COUNT = 10_000;

  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  public void error(SourcePosition position, String message) {
    if (errors.size() < MAX_COUNT) {
      errors.add(new Diagnostic(position, message));
    }
  }

  public void warning(SourcePosition position, String message) {
    if (warnings.size() < MAX_COUNT) {
      warnings.add(new Diagnostic(position, message));
    }
  }

  public List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }

  public void throwIfErrors() {
    if (!errors.isEmpty()) {
      throw new DtsException(errors);
    }
  }

  /** One exception for all errors so far and the one that ended the parsing. */
  public DtsException endedBy(DtsException last) {
    List<Diagnostic> all = new ArrayList<>(errors);
    all.addAll(last.errors());
    return new DtsException(all);
  }
}
