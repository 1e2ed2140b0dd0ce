package dev.okayd.fdt.linux.prediction;

/**
 * Something that no errno tells: the kernel accepts it, or answers with an errno, and harm is done
 * all the same.
 *
 * @param kind what sort of harm
 * @param message what was found, and what to do
 */
public record Hazard(Kind kind, String message) {

  /** What sort of harm. */
  public enum Kind {
    /** The device works; taking it away again does harm. */
    UNSAFE_REMOVAL,
    /** Removing what was refused makes the kernel crash. */
    REFUSED_BUT_KEPT,
    /** The kernel crashes. */
    KERNEL_CRASH,
    /** The driver cannot work with the node as it is. */
    DRIVER_CANNOT_BIND,
    /** What the kernel does is a matter of what happens to lie in its memory. */
    UNDEFINED,
    /** The kernel leaves a part of the overlay out. */
    PARTLY_IGNORED
  }

  @Override
  public String toString() {
    return message;
  }
}
