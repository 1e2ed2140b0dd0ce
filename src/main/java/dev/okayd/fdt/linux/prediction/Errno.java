package dev.okayd.fdt.linux.prediction;

/** The return values of the kernel's overlay functions. */
public enum Errno {
  /** Success. */
  OK(0),
  /** A property or node that a fixup needs does not exist. */
  ENOENT(-2),
  /** Out of memory; the kernel also returns it for a symbol that is not a path into a fragment. */
  ENOMEM(-12),
  /** A later overlay changes the same nodes. */
  EBUSY(-16),
  /** The overlay does not exist. */
  ENODEV(-19),
  /** The most common error. */
  EINVAL(-22),
  /** A number that does not fit. */
  ERANGE(-34),
  /** A symbol without a value. */
  ENODATA(-61),
  /** A symbol that is not a string. */
  EILSEQ(-84);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The number that the kernel returns, 0 or negative. */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return this == OK ? "0" : number + " " + name();
  }
}
