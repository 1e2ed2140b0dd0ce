package dev.okayd.fdt.linux.prediction;

/** What a function of the kernel returns, as far as overlays are concerned. */
public enum Errno {
  /** Success. */
  OK(0),
  /** No such thing: a property or node that a fixup needs. */
  ENOENT(-2),
  /** Out of memory; also what the kernel answers to a symbol that is no path into a fragment. */
  ENOMEM(-12),
  /** A later overlay is on the same nodes. */
  EBUSY(-16),
  /** There is no such overlay. */
  ENODEV(-19),
  /** Most refusals. */
  EINVAL(-22),
  /** A number that does not fit. */
  ERANGE(-34),
  /** A symbol without a value. */
  ENODATA(-61),
  /** A symbol that is no string. */
  EILSEQ(-84);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** 0 or negative, as the kernel has it. */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return this == OK ? "0" : number + " " + name();
  }
}
