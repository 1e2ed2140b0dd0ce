package dev.okayd.xl.config;

import java.util.List;

/** The errors of an xl.cfg that okayd cannot import. */
public final class XlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Never empty. */
  private final transient List<XlDiagnostic> errors;

  XlException(List<XlDiagnostic> errors) {
    super(errors.get(0).toString());
    this.errors = List.copyOf(errors);
  }

  XlException(XlPosition position, String message) {
    this(List.of(new XlDiagnostic(position, message)));
  }

  /** All errors, never empty. */
  public List<XlDiagnostic> errors() {
    return errors;
  }
}
