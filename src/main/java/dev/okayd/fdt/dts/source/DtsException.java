package dev.okayd.fdt.dts.source;

import java.util.List;
import java.util.stream.Collectors;

/** A source text that does not compile: where, and why. */
public final class DtsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> errors;

  public DtsException(SourcePosition position, String message) {
    this(List.of(new Diagnostic(position, message)));
  }

  /** One exception for all errors, of which there is at least one. */
  public DtsException(List<Diagnostic> errors) {
    super(errors.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** Everything that was found, at least one. */
  public List<Diagnostic> errors() {
    return errors;
  }

  /** Where the first error is. */
  public SourcePosition position() {
    return errors.get(0).position();
  }
}
