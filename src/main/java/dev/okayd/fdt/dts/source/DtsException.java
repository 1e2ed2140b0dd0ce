package dev.okayd.fdt.dts.source;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for a source text that does not compile. Each error has a position and a message. */
public final class DtsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> errors;

  public DtsException(SourcePosition position, String message) {
    this(List.of(new Diagnostic(position, message)));
  }

  /** One exception for all errors; the list must not be empty. */
  public DtsException(List<Diagnostic> errors) {
    super(errors.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** All errors, at least one. */
  public List<Diagnostic> errors() {
    return errors;
  }

  /** The position of the first error. */
  public SourcePosition position() {
    return errors.get(0).position();
  }
}
