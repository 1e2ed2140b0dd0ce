package dev.okayd.xl;

import java.util.List;

/** An xl.cfg that cannot be imported: where, and why. */
public final class XlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Never empty. */
  private final transient List<Finding> faults;

  XlException(List<Finding> faults) {
    super(faults.get(0).toString());
    this.faults = List.copyOf(faults);
  }

  XlException(Position position, String message) {
    this(List.of(new Finding(position, message)));
  }

  /** All that is wrong, never empty. */
  public List<Finding> faults() {
    return faults;
  }
}
