package dev.okayd.fdt.linux;

/** The end of an apply or remove with an error: the errno, and as the message, why. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the kernel returns. */
  private final Errno errno;

  Refusal(Errno errno, String reason) {
    super(reason, null, false, false);
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }
}
