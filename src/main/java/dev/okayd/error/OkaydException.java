package dev.okayd.error;

import java.util.List;

/**
 * A refusal whose cause the sender can fix. The message names what okayd found, what it expected,
 * and what to do.
 */
public class OkaydException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One fault.
   *
   * @param code the kind of fault
   * @param message the details, with names and numbers
   */
  public record Fault(ErrorCode code, String message) {}

  /** Never empty. */
  private final transient List<Fault> faults;

  /** With one fault. */
  public OkaydException(ErrorCode code, String message) {
    this(List.of(new Fault(code, message)));
  }

  /** With several faults; the first one determines the code. */
  public OkaydException(List<Fault> faults) {
    super(faults.get(0).message());
    this.faults = List.copyOf(faults);
  }

  /** The code of the first fault. */
  public ErrorCode code() {
    return faults.get(0).code();
  }

  /** All faults; never empty. */
  public List<Fault> faults() {
    return faults;
  }
}
