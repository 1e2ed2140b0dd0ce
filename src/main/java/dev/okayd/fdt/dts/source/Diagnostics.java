package dev.okayd.fdt.dts.source;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a source text, and what it is warned of, in the order in which it is found.
 * Reading goes on behind an error wherever the rest still has its meaning, so that one run names
 * all of them.
 */
public final class Diagnostics {
  /** Nobody reads more, and each takes memory. */
  static final int MOST = 10_000;

  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  public void error(SourcePosition position, String message) {
    if (errors.size() < MOST) {
      errors.add(new Diagnostic(position, message));
    }
  }

  public void warning(SourcePosition position, String message) {
    if (warnings.size() < MOST) {
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

  /** The errors so far and the one that ended the reading, as one. */
  public DtsException endedBy(DtsException last) {
    List<Diagnostic> all = new ArrayList<>(errors);
    all.addAll(last.errors());
    return new DtsException(all);
  }
}
