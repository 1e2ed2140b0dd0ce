package dev.okayd.fdt.linux.prediction;

/** The end of an apply or remove with an error: the errno, and as the message, why. */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the kernel returns. */
  private final Errno errno;

  public ErrnoException(Errno errno, String reason) {
    super(reason, null, false, false);
    this.errno = errno;
  }

  public Errno errno() {
    return errno;
  }
}
