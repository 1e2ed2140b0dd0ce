package dev.okayd.fdt.linux.prediction;

/**
 * Ends the dry run of an apply or remove that the kernel refuses. It has the errno; the message
 * states the cause.
 */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The value that the kernel returns. */
  private final Errno errno;

  public ErrnoException(Errno errno, String reason) {
    super(reason, null, false, false);
    this.errno = errno;
  }

  public Errno errno() {
    return errno;
  }
}
