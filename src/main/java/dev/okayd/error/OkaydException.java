package dev.okayd.error;

import java.util.List;

/**
 * A refusal that is the sender's to mend. Its message says what was found, what was expected, and
 * what to do.
 */
public class OkaydException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param code which kind of thing
   * @param message what was found, with names and numbers
   */
  public record Fault(ErrorCode code, String message) {}

  /** Never empty. */
  private final transient List<Fault> faults;

  /** One thing is wrong. */
  public OkaydException(ErrorCode code, String message) {
    this(List.of(new Fault(code, message)));
  }

  /** Several things are wrong; the first one gives the code of the whole. */
  public OkaydException(List<Fault> faults) {
    super(faults.get(0).message());
    this.faults = List.copyOf(faults);
  }

  /** The code of the first fault. */
  public ErrorCode code() {
    return faults.get(0).code();
  }

  /** All that is wrong, never empty. */
  public List<Fault> faults() {
    return faults;
  }
}
