package dev.okayd.fdt.linux.prediction;

/**
 * A problem that the errno does not show: it does harm whether the kernel accepts the overlay or
 * returns an error.
 *
 * @param kind the kind of harm
 * @param message the finding and the remedy
 */
public record Hazard(Kind kind, String message) {

  /** The kind of harm. */
  public enum Kind {
    /** The device works, but removing it does harm. */
    UNSAFE_REMOVAL,
    /** The kernel crashes when a refused overlay is removed. */
    REFUSED_BUT_KEPT,
    /** The kernel crashes. */
    KERNEL_CRASH,
    /** The driver cannot bind the node in its present form. */
    DRIVER_CANNOT_BIND,
    /** The behaviour of the kernel depends on arbitrary memory content. */
    UNDEFINED,
    /** The kernel ignores a part of the overlay. */
    PARTLY_IGNORED
  }

  @Override
  public String toString() {
    return message;
  }
}
